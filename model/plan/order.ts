import { SYSTEM_NAMESPACE } from '../names/system-namespace';

/**
 * The annotation by which the provider orders objects within a chart (registry documentation of kubernetes:yaml/v2:ConfigGroup, "Explicit
 * Dependency Ordering").
 */
export const DEPENDS_ON = 'config.kubernetes.io/depends-on';

/** How {@link DEPENDS_ON} refers to an object in the control plane namespace. Core objects have an empty group. */
export function orderedAfter(...objects: readonly (readonly [group: string, kind: string, name: string])[]): string {
  return objects.map(([group, kind, name]) => `${group}/namespaces/${SYSTEM_NAMESPACE}/${kind}/${name}`).join(',');
}
