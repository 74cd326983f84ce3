import { counts } from '../kubeconfig/api-server-access';
import type { KubeconfigCluster } from '../kubeconfig/kubeconfig-cluster';
import { isThisMachine } from '../kubeconfig/this-machine';
import { configPath, type Problem } from '../problems/problem';
import { isMeshed, isWatched, type MeshedCluster } from '../topology/clusters';
import type { Topology } from '../topology/topology';

/** API servers that an istiod elsewhere has to reach must not have an address that means istiod's own pod there, or that of a proxy with credentials of its own. */
export function apiServerProblems(topology: Topology, servers: Readonly<Record<string, string>>): Problem[] {
  return watched(topology).flatMap(({ name, spec }) => {
    const override = spec.apiServer.server;
    const server = override ?? servers[name];
    if (server === undefined) return [];
    const path = configPath('clusters', name, 'apiServer', 'server');
    const found = override === undefined ? `${server}, from the kubeconfig` : server;
    if (isThisMachine(server))
      return [
        {
          path,
          found,
          expected: 'an address that the istiods of other clusters can reach',
          fix: `Set ${path} to the address that other clusters use.`,
        },
      ];
    if (new URL(server).pathname === '/') return [];
    return [
      {
        path,
        found,
        expected: 'the address of an API server, without a path',
        fix: `Set ${path} to the address of the API server itself: a management proxy at a path takes no service account token, which is all that istiods have.`,
      },
    ];
  });
}

/** Fields of kubeconfigs that istiods of other clusters cannot or should not do the same with. */
export function kubeconfigFieldProblems(
  topology: Topology,
  clusters: Readonly<Record<string, KubeconfigCluster>>,
): Problem[] {
  return watched(topology).flatMap(({ name, spec: { apiServer } }) => {
    const kubeconfig = clusters[name];
    const at = (key: string) => configPath('clusters', name, 'apiServer', key);
    const problems: Problem[] = [];
    if (kubeconfig?.insecure === true && counts('insecure-skip-tls-verify', apiServer))
      problems.push({
        path: at('certificateAuthority'),
        found: 'insecure-skip-tls-verify in the kubeconfig',
        expected: 'a certificate that istiods of other clusters can verify: they send a token',
        fix: `Set ${at('certificateAuthority')} to the authority of the certificate, or ${at('tlsServerName')} to the name in it.`,
      });
    const proxy = apiServer.proxyUrl ?? (counts('proxy-url', apiServer) ? kubeconfig?.proxyUrl : undefined);
    if (proxy !== undefined && isThisMachine(proxy))
      problems.push({
        path: at('proxyUrl'),
        found: apiServer.proxyUrl ?? 'a proxy-url in the kubeconfig that means the machine itself',
        expected: 'a proxy that the istiods of other clusters can reach',
        fix: `Set ${at('proxyUrl')} to that proxy, or ${at('server')} if istiods need none.`,
      });
    return problems;
  });
}

function watched({ clusters }: Topology): MeshedCluster[] {
  return [...clusters.values()].filter(isMeshed).filter(isWatched);
}
