import type * as pulumi from '@pulumi/pulumi';
import { DEVICE_PLUGIN_NAMESPACE, devicePluginName } from '../../model/names/device-plugin';
import type { DevicePluginPlan, NodePoolPlan } from '../../model/plan/node-pool-plan';
import * as k8s from '../kubernetes';

/** Directories of the host that the plugin needs: devices, their drivers, and the kubelet's sockets. The plugin binds devices to a driver below /sys/bus/pci. */
const HOST_PATHS = [
  { name: 'devices', path: '/dev/vfio', readOnly: true },
  { name: 'debug', path: '/sys/kernel/debug', readOnly: true },
  { name: 'pci', path: '/sys/bus/pci', readOnly: false },
  { name: 'kubelet', path: '/var/lib/kubelet/device-plugins', readOnly: false },
];

/** A device plugin as a DaemonSet, with the mounts and rights of Intel's own manifest (deployments/qat_plugin of its device plugins). */
export function devicePluginDaemonSet(
  name: string,
  { name: pool, nodes, tolerations }: NodePoolPlan,
  { drivers, image }: Omit<DevicePluginPlan, 'by'>,
  opts: pulumi.CustomResourceOptions,
): k8s.DaemonSet {
  const labels = { app: devicePluginName(pool) };
  return new k8s.DaemonSet(
    name,
    {
      metadata: { name: devicePluginName(pool), namespace: DEVICE_PLUGIN_NAMESPACE, labels },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            nodeSelector: nodes,
            tolerations: tolerations.map((toleration) => ({ ...toleration })),
            containers: [
              {
                name: 'plugin',
                image,
                args: ['-dpdk-driver', 'vfio-pci', '-kernel-vf-drivers', drivers.join(',')],
                securityContext: {
                  seLinuxOptions: { type: 'container_device_plugin_t' },
                  readOnlyRootFilesystem: true,
                  allowPrivilegeEscalation: false,
                },
                volumeMounts: HOST_PATHS.map(({ name: volume, path, readOnly }) => ({
                  name: volume,
                  mountPath: path,
                  readOnly,
                })),
              },
            ],
            volumes: HOST_PATHS.map(({ name: volume, path }) => ({ name: volume, hostPath: { path } })),
          },
        },
      },
    },
    opts,
  );
}
