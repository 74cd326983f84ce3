/** Names in the picture. Each has a kind before it, because a cluster may be called `end`, which is a word of Mermaid's. */
export const id = {
  outside: 'outside',
  root: (mesh: string, root: string) => named('root', mesh, root),
  network: (network: string) => named('network', network),
  cluster: (cluster: string) => named('cluster', cluster),
  istiod: (cluster: string) => named('istiod', cluster),
  gateway: (cluster: string) => named('gateway', cluster),
  /** A service in a cluster that runs it. */
  service: (cluster: string, key: string) => named('service', cluster, key),
  /** The load balancer that opens a service in a cluster. */
  loadBalancer: (cluster: string, key: string) => named('load-balancer', cluster, key),
  /** The controller of an Ingress class in a cluster. */
  ingressController: (cluster: string, ingressClass: string) => named('ingress-controller', cluster, ingressClass),
  /** A machine outside Kubernetes. */
  machine: (name: string) => named('machine', name),
  /** An ingress gateway; one that may stand in several clusters has a place in each. */
  ingressGateway: ({
    cluster,
    key,
    spread,
  }: {
    readonly cluster: string;
    readonly key: string;
    readonly spread: boolean;
  }) => named('ingress-gateway', key, ...(spread ? [cluster] : [])),
};

/**
 * No name of config has an underscore or a hyphen at an end, so that no two places share an id. Two hyphens in a row would begin an arrow
 * (Mermaid's flowchart grammar).
 */
function named(...parts: readonly string[]): string {
  return parts.join('_').replaceAll(/-(?=-)/g, '-_');
}
