import * as pulumi from '@pulumi/pulumi';
import { DEVICE_PLUGIN_NAMESPACE, devicePluginName } from '../../model/names/device-plugin';
import type { DevicePluginPlan, NodePoolPlan } from '../../model/plan/node-pool-plan';
import * as k8s from '../kubernetes';
import type { MadeBefore } from '../made-before';
import { AwaitedRollout } from '../rollout/awaited-rollout';
import type { RolloutWait } from '../rollout/rollout';
import { devicePluginDaemonSet } from './device-plugin-daemon-set';
import { qatDevicePlugin } from './qat-device-plugin';

/** Arguments of the device plugins of a cluster. */
export interface DevicePluginsArgs {
  readonly cluster: string;
  /** The node pools of the cluster. */
  readonly pools: readonly NodePoolPlan[];
  readonly provider: k8s.Provider;
  /** A kubeconfig of the cluster. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Waits until the plugins of a DaemonSet run. */
  readonly awaitRollout: RolloutWait;
}

/** The device plugins of one cluster that advertise QAT devices on the nodes of its pools, and the namespace of those that are DaemonSets. */
export class DevicePlugins extends pulumi.ComponentResource {
  /** The plugins. Pods that ask for a device run only once a plugin advertises it. */
  readonly plugins: readonly pulumi.Input<pulumi.Resource>[];

  constructor(name: string, args: DevicePluginsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meshwork:nodes:DevicePlugins', name, { cluster: args.cluster }, opts);
    const child = { parent: this, provider: args.provider };
    const made = args.pools.flatMap((pool) =>
      pool.devicePlugin === undefined ? [] : [{ pool, ...pool.devicePlugin }],
    );
    const namespace = made.some(({ by }) => by === 'daemonSet')
      ? this.namespace(`${name}-namespace`, child)
      : undefined;
    this.plugins = made.map(({ by, pool, ...plugin }) =>
      by === 'operator'
        ? qatDevicePlugin(`${name}-${pool.name}`, pool, plugin, child)
        : this.daemonSet(`${name}-${pool.name}`, pool, plugin, args, {
            ...child,
            ...(namespace === undefined ? {} : { dependsOn: namespace }),
          }),
    );
    this.registerOutputs({});
  }

  /** A plugin of a DaemonSet, once its pods run. */
  private daemonSet(
    name: string,
    pool: NodePoolPlan,
    plugin: Omit<DevicePluginPlan, 'by'>,
    { awaitRollout, cluster, kubeconfig }: DevicePluginsArgs,
    opts: pulumi.CustomResourceOptions,
  ): pulumi.Input<pulumi.Resource> {
    const object = devicePluginName(pool.name);
    const pods = {
      title: `device plugin of node pool ${pool.name} in cluster ${cluster}`,
      ...({ kind: 'DaemonSet', name: object, namespace: DEVICE_PLUGIN_NAMESPACE } as const),
      selector: { app: object },
      kubeconfig,
    };
    const rollout = new AwaitedRollout(name, pods, awaitRollout);
    const made = devicePluginDaemonSet(name, pool, plugin, { ...opts, transforms: [rollout.transform] });
    return rollout.of(made, made.id);
  }

  /** The plugins reach devices and the kubelet by paths of the host, which a namespace has to allow, and no proxy belongs into them. */
  private namespace(name: string, opts: pulumi.CustomResourceOptions): k8s.core.v1.Namespace {
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged', 'istio-injection': 'disabled' };
    return new k8s.core.v1.Namespace(name, { metadata: { name: DEVICE_PLUGIN_NAMESPACE, labels } }, opts);
  }
}

/** Makes the device plugins that node pools ask for, cluster by cluster; pods that ask for a device depend on them. */
export function devicePlugins(
  nodePools: readonly NodePoolPlan[],
  { clusters, dependencies }: MadeBefore,
  awaitRollout: RolloutWait,
): void {
  for (const [cluster, { kubeconfig, provider }] of clusters) {
    const pools = nodePools.filter((pool) => pool.cluster === cluster && pool.devicePlugin !== undefined);
    if (pools.length === 0) continue;
    const { plugins } = new DevicePlugins(`${cluster}-device-plugins`, {
      cluster,
      pools,
      provider,
      kubeconfig,
      awaitRollout,
    });
    dependencies.the(cluster).devicePlugins.push(...plugins);
  }
}
