import { isLoopback } from '../kubeconfig/kubeconfig';
import { configPath, type Problem } from '../problems/problem';
import { isMeshed, isWatched } from '../topology/clusters';
import type { Topology } from '../topology/topology';

/** API servers that an istiod elsewhere has to reach must not have a loopback address: there it would mean istiod's own pod. */
export function apiServerProblems({ clusters }: Topology, servers: Readonly<Record<string, string>>): Problem[] {
  return [...clusters.values()].flatMap((cluster) => {
    if (!isMeshed(cluster) || !isWatched(cluster)) return [];
    const { name, spec } = cluster;
    const override = spec.apiServer.server;
    const server = override ?? servers[name];
    if (server === undefined || !isLoopback(server)) return [];
    return [
      {
        path: configPath('clusters', name, 'apiServer', 'server'),
        found: override === undefined ? `${server}, from the kubeconfig` : server,
        expected: 'an address that the istiods of other clusters can reach',
        fix: `Set ${configPath('clusters', name, 'apiServer', 'server')} to the address that other clusters use.`,
      },
    ];
  });
}
