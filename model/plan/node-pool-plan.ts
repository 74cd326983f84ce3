import type { NodePoolSpec } from '../schema/node-pool';
import type { Toleration } from '../schema/placement';
import type { NodePool } from '../topology/node-pools';
import { deviceOf, nodesOf } from './accelerator-values';

/** Nodes of one cluster that gateways run on. */
export interface NodePoolPlan {
  /** Its key in the config. */
  readonly name: string;
  readonly cluster: string;
  /** Labels of its nodes. */
  readonly nodes: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  readonly accelerator: NodePoolSpec['accelerator'];
  /** The devices that each pod of a gateway asks for; undefined if the accelerator is no device. */
  readonly device: { readonly resource: string; readonly count: number } | undefined;
  /** The device plugin that the stack makes; undefined if it is there, or none is needed. */
  readonly devicePlugin: DevicePluginPlan | undefined;
}

/** A device plugin for QAT. */
export interface DevicePluginPlan {
  readonly by: 'daemonSet' | 'operator';
  readonly image: string;
  /** Drivers of the virtual functions that it hands out. */
  readonly drivers: readonly string[];
}

/** The release of Intel's device plugins that the stack makes. */
const IMAGE = 'docker.io/intel/intel-qat-plugin:0.36.0';

/** Drivers by generation, as the plugin's flag `kernel-vf-drivers` knows them. */
const DRIVERS = {
  gen4: ['4xxxvf', '420xxvf'],
  older: ['c6xxvf', 'dh895xccvf', 'c3xxxvf', 'c4xxxvf', 'd15xxvf'],
} as const;

/** Plans a node pool. */
export function planNodePool({ cluster, name, spec }: NodePool): NodePoolPlan {
  return {
    name,
    cluster: cluster.name,
    nodes: nodesOf(spec),
    tolerations: spec.nodes.tolerations,
    accelerator: spec.accelerator,
    device: deviceOf(spec),
    devicePlugin: devicePlugin(spec),
  };
}

function devicePlugin({
  accelerator,
  device,
  devicePlugin: by = 'existing',
  devicePluginImage: image = IMAGE,
}: NodePoolSpec): DevicePluginPlan | undefined {
  if (accelerator !== 'qat' || by === 'existing') return undefined;
  return { by, image, drivers: DRIVERS[device?.generation ?? 'gen4'] };
}
