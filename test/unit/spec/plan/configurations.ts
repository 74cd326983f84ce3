import fc from 'fast-check';

interface Cluster {
  readonly mesh: string;
  readonly network: string;
  readonly role: 'primary' | 'remote';
  readonly primary?: string;
}

/** One generated configuration, right in shape and by the rules. */
export interface Configuration {
  readonly istio: { readonly version: string };
  readonly meshes: Record<string, object>;
  readonly networks: Record<string, object>;
  readonly clusters: Record<string, Cluster>;
}

const draft = fc.record({ mesh: fc.nat({ max: 2 }), network: fc.nat({ max: 2 }), remote: fc.boolean() });

/** Configurations of one to eight clusters in up to three meshes and networks; a mesh's first cluster is a primary. */
export const configurations: fc.Arbitrary<Configuration> = fc
  .array(draft, { minLength: 1, maxLength: 8 })
  .map((drafts) => {
    const clusters: Record<string, Cluster> = {};
    for (const [index, { mesh, network, remote }] of drafts.entries()) {
      const place = { mesh: `mesh-${mesh}`, network: `net-${network}` };
      const primary = Object.keys(clusters).find((name) => clusters[name]?.mesh === place.mesh);
      clusters[`c${index}`] =
        remote && primary !== undefined ? { ...place, role: 'remote', primary } : { ...place, role: 'primary' };
    }
    const all = Object.values(clusters);
    return {
      istio: { version: '1.31.1' },
      meshes: Object.fromEntries(all.map(({ mesh }) => [mesh, {}])),
      networks: Object.fromEntries(all.map(({ network }) => [network, {}])),
      clusters,
    };
  });
