import type * as pulumi from '@pulumi/pulumi';
import { devicePluginName } from '../../model/names/device-plugin';
import type { DevicePluginPlan, NodePoolPlan } from '../../model/plan/node-pool-plan';
import * as k8s from '../kubernetes';

/** A device plugin as the operator of Intel's device plugins makes it from its custom resource. */
export function qatDevicePlugin(
  name: string,
  { name: pool, nodes, tolerations }: NodePoolPlan,
  { drivers, image }: Omit<DevicePluginPlan, 'by'>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return new k8s.CustomResource(
    name,
    {
      apiVersion: 'deviceplugin.intel.com/v1',
      kind: 'QatDevicePlugin',
      metadata: { name: devicePluginName(pool) },
      spec: {
        image,
        dpdkDriver: 'vfio-pci',
        kernelVfDrivers: [...drivers],
        nodeSelector: nodes,
        ...(tolerations.length === 0 ? {} : { tolerations: [...tolerations] }),
      },
    },
    opts,
  );
}
