/**
 * The configuration whose growth is measured: one mesh of primaries, each in a network of its own. Every cluster then has every part that a
 * cluster alone can have (istiod, intermediate, east-west gateway), and every pair of clusters has its two remote secrets.
 */
export function scaleConfiguration(clusters: number) {
  const numbers = Array.from({ length: clusters }, (_, index) => index + 1);
  return {
    istio: { version: '1.31.1' },
    meshes: { scale: {} },
    networks: Object.fromEntries(numbers.map((number) => [`net-${number}`, {}])),
    clusters: Object.fromEntries(
      numbers.map((number) => [`c${number}`, { role: 'primary', mesh: 'scale', network: `net-${number}` }]),
    ),
  };
}
