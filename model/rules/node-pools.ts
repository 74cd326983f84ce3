import { ARCHITECTURE } from '../plan/accelerator-values';
import { configPath, type Problem } from '../problems/problem';
import type { NodePoolSpec } from '../schema/node-pool';
import type { Topology } from '../topology/topology';
import { clusterOfMeshProblems } from './cluster-of-mesh';

/** A node pool is of a cluster of a mesh, and its settings are those of its accelerator. */
export function nodePoolProblems(topology: Topology): Problem[] {
  return [
    ...Object.entries(topology.spec.nodePools).flatMap(([name, pool]) => [
      ...clusterOfMeshProblems(configPath('nodePools', name, 'cluster'), pool.cluster, topology),
      ...unusedProblems(name, pool),
      ...architectureProblems(name, pool),
    ]),
    ...sharedNodeProblems(topology),
  ];
}

/** Settings that say nothing with an accelerator, by the accelerator. */
const UNUSED = {
  none: ['device', 'devicePlugin', 'devicePluginImage', 'privateKeyProvider'],
  cryptomb: ['device', 'devicePlugin', 'devicePluginImage'],
  qat: [],
} as const;

function unusedProblems(name: string, pool: NodePoolSpec): Problem[] {
  const unused = UNUSED[pool.accelerator].filter((key) => pool[key] !== undefined);
  const { accelerator, devicePlugin = 'existing', devicePluginImage } = pool;
  return [
    ...unused.map((key) => ({
      path: configPath('nodePools', name, key),
      found: `a setting of ${key === 'privateKeyProvider' ? 'an accelerator' : 'QAT'}, with accelerator ${accelerator}`,
      expected: key === 'privateKeyProvider' ? 'nothing, or an accelerator' : 'nothing, or `accelerator: qat`',
    })),
    ...(accelerator === 'qat' && devicePluginImage !== undefined && devicePlugin === 'existing'
      ? [
          {
            path: configPath('nodePools', name, 'devicePluginImage'),
            found: 'an image, with a device plugin that exists',
            expected: 'nothing, or `devicePlugin: daemonSet` or `operator`',
          },
        ]
      : []),
  ];
}

function architectureProblems(name: string, { accelerator, nodes }: NodePoolSpec): Problem[] {
  const architecture = nodes.labels[ARCHITECTURE];
  if (accelerator === 'none' || architecture === undefined || architecture === 'amd64') return [];
  return [
    {
      path: configPath('nodePools', name, 'nodes', 'labels', ARCHITECTURE),
      found: `"${architecture}", with accelerator ${accelerator}`,
      expected: '"amd64"',
      fix: "Istio's proxy has the extension for x86-64 alone.",
    },
  ];
}

/** Two device plugins on one node would both claim its devices. Only labels tell before `up` whether pools share a node. */
function sharedNodeProblems({ spec }: Topology): Problem[] {
  const made = Object.entries(spec.nodePools).filter(
    ([, { accelerator, devicePlugin = 'existing' }]) => accelerator === 'qat' && devicePlugin !== 'existing',
  );
  return made.flatMap(([name, pool], index) => {
    const other = made.slice(0, index).find(([, one]) => one.cluster === pool.cluster && mayShareNodes(one, pool));
    if (other === undefined) return [];
    return [
      {
        path: configPath('nodePools', name, 'nodes', 'labels'),
        found: `labels that a node of pool ${other[0]} may have as well, and both pools make a device plugin`,
        expected: 'another value of a label that both pools name',
        fix: 'Two device plugins on one node would both claim its devices. Or set `devicePlugin: existing` for one of the pools.',
      },
    ];
  });
}

function mayShareNodes({ nodes: one }: NodePoolSpec, { nodes: other }: NodePoolSpec): boolean {
  return Object.entries(one.labels).every(([key, value]) => (other.labels[key] ?? value) === value);
}
