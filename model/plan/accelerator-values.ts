import type { NodePoolSpec } from '../schema/node-pool';
import type { PlacementSpec } from '../schema/placement';
import type { Values } from './values';

/** Label that every node has, with the architecture of its CPU. */
export const ARCHITECTURE = 'kubernetes.io/arch';

/** Default of a pool's poll delay: the one that Intel's samples have for each accelerator. */
const POLL_DELAY = { qat: '2ms', cryptomb: '10ms' } as const;

/** The extended resource by which the device plugin advertises devices: of those from Gen4 on, the name of the services for which they are set up. */
const RESOURCE = { gen4: 'qat.intel.com/cy', older: 'qat.intel.com/generic' } as const;

/** The resource and number of devices for each pod of a gateway in a pool; undefined if the accelerator is no device. */
export function deviceOf({ accelerator, device }: NodePoolSpec): { resource: string; count: number } | undefined {
  if (accelerator !== 'qat') return undefined;
  return { resource: device?.resource ?? RESOURCE[device?.generation ?? 'gen4'], count: device?.count ?? 1 };
}

/** The placement of a gateway whose pods run on the nodes of a pool. Its own placement may say more. */
export function placementIn(pool: NodePoolSpec | undefined, own: PlacementSpec | undefined): PlacementSpec | undefined {
  if (pool === undefined) return own;
  const tolerations = [...pool.nodes.tolerations, ...(own?.tolerations ?? [])];
  return {
    ...own,
    nodeSelector: { ...nodesOf(pool), ...own?.nodeSelector },
    ...(tolerations.length === 0 ? {} : { tolerations }),
  };
}

/** Labels of the nodes of a pool. The extensions of the proxy for both accelerators are built for x86-64 alone. */
export function nodesOf({ accelerator, nodes }: NodePoolSpec): Readonly<Record<string, string>> {
  return accelerator === 'none' ? nodes.labels : { [ARCHITECTURE]: 'amd64', ...nodes.labels };
}

/**
 * Chart values of a gateway in a pool that the user's may replace: CPU, memory and the security context of Intel's sample for QAT. The chart has a default
 * for CPU and memory that is meant for a gateway without an accelerator.
 */
export function acceleratorDefaults(pool: NodePoolSpec | undefined): Values {
  if (pool === undefined || pool.accelerator === 'none') return {};
  const sizes = { cpu: '2', memory: '4Gi' };
  return {
    resources: { requests: sizes, limits: sizes },
    ...(pool.accelerator === 'qat' ? { containerSecurityContext: LOCKING_MEMORY } : {}),
  };
}

/** The chart's own security context, which this one replaces whole, with the right to lock the memory that a device reads. */
const LOCKING_MEMORY: Values = {
  capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] },
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/** Chart values of a gateway in a pool that nothing may replace: its devices. */
export function acceleratorValues(pool: NodePoolSpec | undefined): Values {
  const device = pool === undefined ? undefined : deviceOf(pool);
  if (device === undefined) return {};
  // API servers want an extended resource in both, and alike.
  const devices = { [device.resource]: String(device.count) };
  return { resources: { requests: devices, limits: devices } };
}

/** Settings of the proxy of a gateway in a pool: the provider of private keys. Empty without an accelerator. */
export function acceleratorProxyConfig(pool: NodePoolSpec | undefined): Values {
  return pool === undefined || pool.accelerator === 'none'
    ? {}
    : proxyConfig(pool.accelerator, pool.privateKeyProvider);
}

/** Istio's ProxyConfig for an accelerator. */
export function proxyConfig(
  accelerator: 'qat' | 'cryptomb',
  {
    fallback = true,
    pollDelay = POLL_DELAY[accelerator],
  }: Partial<NonNullable<NodePoolSpec['privateKeyProvider']>> = {},
): Values {
  return { privateKeyProvider: { [accelerator]: { pollDelay, fallback } } };
}
