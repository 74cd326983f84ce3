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

/** Kind, namespace and name of a Kubernetes object in its cluster. CRDs and their kin have no namespace. */
function objectOf({ inputs, provider, type }: Registration): string[] {
  const { name, namespace } = (inputs['metadata'] ?? {}) as { readonly name?: string; readonly namespace?: string };
  return name === undefined ? [] : [`${provider ?? 'no provider'}: ${type} ${namespace ?? ''}/${name}`];
}
