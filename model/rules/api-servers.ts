import { isLoopback } from '../kubeconfig/kubeconfig';
import { meshedClusters } from '../topology/membership';
import { watchedClusters } from '../plan/watching';
import { configPath, type Problem } from '../problems/problem';
import type { Spec } from '../schema/config';

/** API servers that an istiod elsewhere has to reach must not have a loopback address: there it would mean istiod's own pod. */
export function apiServerProblems(spec: Spec, servers: Readonly<Record<string, string>>): Problem[] {
  return watchedClusters(spec).flatMap((name) => {
    const override = meshedClusters(spec)[name]?.apiServer.server;
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
