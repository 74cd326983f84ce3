import type { Example, ExampleNodePool } from '../../examples/example';
import { run } from '../build/command';
import { labArtifacts } from '../cluster/contexts';
import { labEnvironment } from '../environment';
import { enterLab } from '../namespace/enter';
import { CHECKOUT, type LabState } from '../state';

/** Devices that a node of a lab advertises for each resource that a pool asks for. They exist for the scheduler alone. */
const DEVICES = '2';

/** The resource of a pool with QAT that names none. */
const QAT = 'qat.intel.com/cy';

/**
 * Makes the nodes of a running lab those of an example's pools: they get the labels, and advertise devices. A kubelet leaves resources in the status
 * of its node that it does not know, so that scheduling by them is real. The pools of a cluster get its nodes in turn: the only node is in all of them.
 */
export async function prepareNodePools(state: LabState, example: Example): Promise<void> {
  const { clusters, outer } = await state.requireRunning();
  const artifacts = await labArtifacts(state);
  const env = labEnvironment(state, artifacts);
  const kubectl = (cluster: string, ...command: readonly string[]) => {
    const whole = ['kubectl', '--context', cluster, ...command];
    const [program = '', ...args] = enterLab({ outer, cgroup: state.id }, whole, CHECKOUT);
    return run(program, args, { env });
  };
  for (const { name, nodes } of clusters) {
    const pools = example.nodePools().filter(({ cluster }) => cluster === name);
    for (const [index, pool] of pools.entries()) {
      const node = nodes[index % nodes.length]?.name ?? name;
      const labels = Object.entries(pool.nodes.labels).map(([key, value]) => `${key}=${value}`);
      await kubectl(name, 'label', 'node', node, '--overwrite', ...labels);
      const resource = resourceOf(pool);
      if (resource === undefined) continue;
      const devices = { [resource]: DEVICES };
      const status = JSON.stringify({ status: { capacity: devices, allocatable: devices } });
      await kubectl(name, 'patch', 'node', node, '--subresource=status', '--type=merge', '--patch', status);
    }
  }
}

function resourceOf({ accelerator, device }: ExampleNodePool): string | undefined {
  return accelerator === 'qat' ? (device?.resource ?? QAT) : undefined;
}
