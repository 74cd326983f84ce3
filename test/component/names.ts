import type { Registration } from './recording';

/** The engine tells resources apart by type and name. */
export function keyOf({ name, type }: Registration): string {
  return `${type} ${name}`;
}

/** The names that are used more than once: by the engine's measure, and by that of the API server that an object is for. */
export function namesTwice(registrations: readonly Registration[]): string[] {
  const names = registrations.flatMap((registration) => [keyOf(registration), ...objectOf(registration)]);
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name));
}

/**
 * Objects that two deployments have in a cluster, but that the engine does not recognise as the same: it would make the new one before the old one
 * goes, and API servers refuse that.
 */
export function unrecognised(before: readonly Registration[], after: readonly Registration[]): string[] {
  const places = new Map(
    before.flatMap((registration) => objectOf(registration).map((key) => [key, registration.place])),
  );
  return after.flatMap((registration) => {
    const { aliases, name, types } = registration.place;
    return objectOf(registration).filter((key) => {
      const old = places.get(key);
      return old !== undefined && ![`${types}::${name}`, ...aliases].includes(`${old.types}::${old.name}`);
    });
  });
}

/** Kind, namespace and name of a Kubernetes object or of a chart's release in its cluster. CRDs and their kin have no namespace. */
function objectOf({ inputs, provider, type }: Registration): string[] {
  const { name, namespace } = (inputs['chart'] === undefined ? (inputs['metadata'] ?? {}) : inputs) as {
    readonly name?: string;
    readonly namespace?: string;
  };
  return name === undefined ? [] : [`${provider ?? 'no provider'}: ${type} ${namespace ?? ''}/${name}`];
}
