import { podStates } from '../../../config/pod-states';
import { explain } from '../../errors';
import { eventually } from '../../eventually';
import { orAborted } from '../../kubernetes/until';
import type { ClusterPlace } from '../../workloads/cluster-place';
import { type MeshCheck, passOrFail } from '../check';
import { type GatewayNodeResult, judgeGatewayNodes } from './gateway-nodes';

/** The nodes on which the pods of gateways run. */
export const gatewayPlacementCheck: MeshCheck<'gatewayNodes', GatewayNodeResult> = {
  id: 'MW802',
  title: 'Gateways run, on the nodes of their pools',
  anchor: 'mw802',
  key: 'gatewayNodes',
  noun: 'gateway pod',
  advice: 'A pod waits until a node of its pool has what it asks for. Free a device, add a node, or ask for less.',
  needs: 'outputs',
  late: 'not as it should be',
  showsTraffic: false,
  ask: async ({ clusters, mesh }, signal) =>
    (await Promise.all(clusters.map((place) => askCluster(place, mesh.name, signal)))).flat(),
  judge: passOrFail,
  line: ({ gateway, node, pod, pool }) =>
    `${gateway}: ${pod ?? 'no pod'} on ${node ?? 'no node'}${pool === null ? '' : `, pool ${pool}`}`,
  problems: ({ problems }) => problems,
};

async function askCluster(place: ClusterPlace, mesh: string, signal: AbortSignal): Promise<GatewayNodeResult[]> {
  const { client, name: cluster, problem, subject } = place;
  const asked = subject.gateways.map((gateway) => {
    const judge = (pods: Parameters<typeof judgeGatewayNodes>[2]) =>
      judgeGatewayNodes({ mesh, cluster }, gateway, pods);
    if (problem !== undefined) return Promise.resolve(judge({ problem: 'the cluster cannot be reached' }));
    return eventually(
      async () => {
        try {
          return judge(await orAborted(podStates(client.core, gateway.selector), signal));
        } catch (error) {
          return judge({ problem: `its pods could not be looked at: ${explain(error)}` });
        }
      },
      (results) => results.every(({ ok }) => ok),
      signal,
    );
  });
  return (await Promise.all(asked)).flat();
}
