/** The namespace of device plugins that a stack makes as DaemonSets. */
export const DEVICE_PLUGIN_NAMESPACE = 'meshwork-device-plugins';

/** Name of the device plugin of a node pool: DaemonSet, or custom resource of the operator. */
export function devicePluginName(pool: string): string {
  return `qat-${pool}`;
}
