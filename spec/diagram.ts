import type { ClusterPlan } from './plan/cluster-plan';
import type { FederationPlan } from './plan/federation-plan';
import type { MeshPlan, Plan } from './plan/plan';

/** A place in the picture: a line, and what stands inside it. */
interface Block {
  readonly line: string;
  readonly inside: readonly (Block | string)[];
}

/**
 * The topology of a plan as a Mermaid flowchart. Networks hold clusters, clusters hold what runs in them, and arrows say who serves and
 * watches whom: everything that is decided by config, and nothing that is only known after `up`.
 */
export function topologyDiagram(plan: Plan): string {
  const blocks = [
    ...plan.meshes.flatMap((mesh) => roots(mesh)),
    ...networks(plan),
    ...plan.standalone.map((name) => `${id.cluster(name)}["cluster ${name}, in no mesh"]`),
    ...plan.clusters.flatMap((cluster) => arrowsOf(cluster, plan)),
    ...plan.federations.flatMap((federation) => federationArrows(federation, plan)),
  ];
  return ['flowchart LR', ...blocks.flatMap((block) => render(block, '  ')), ''].join('\n');
}

function roots({ name, roots: all, trustDomain }: MeshPlan): string[] {
  return all.map((root) => `${id.root(name, root.name)}(["root CA ${root.name} of mesh ${name}, ${trustDomain}"])`);
}

function networks({ clusters }: Plan): Block[] {
  const names = [...new Set(clusters.map(({ network }) => network))].sort();
  return names.map((network) => ({
    line: `subgraph ${id.network(network)} ["network ${network}"]`,
    inside: clusters.filter((cluster) => cluster.network === network).map(clusterBlock),
  }));
}

function clusterBlock({ name, mesh, role, gateway }: ClusterPlan): Block {
  return {
    line: `subgraph ${id.cluster(name)} ["cluster ${name}, ${role} of mesh ${mesh}"]`,
    inside: [
      `${id.istiod(name)}["${role === 'primary' ? 'istiod' : 'Service istiod and injection webhook'}"]`,
      ...(gateway === undefined ? [] : [`${id.gateway(name)}{{"east-west gateway"}}`]),
    ],
  };
}

/** What a cluster has to do with its root, with those that serve and watch each other, and with those whose calls enter by its gateway. */
function arrowsOf({ name, mesh, network, role, servedBy, remoteSecrets, gateway }: ClusterPlan, plan: Plan): string[] {
  const signer = plan.meshes.find((candidate) => candidate.name === mesh)?.signer ?? '';
  const senders = plan.clusters.filter((other) => other.mesh === mesh && other.network !== network);
  return [
    ...(role === 'primary' ? [`${id.root(mesh, signer)} -. "signs its intermediate" .-> ${id.istiod(name)}`] : []),
    ...(role === 'remote' ? [`${id.istiod(name)} -- "15012, 15017" --> ${id.gateway(servedBy)}`] : []),
    ...remoteSecrets.map(({ watched }) => `${id.istiod(name)} -- "watches" --> ${id.cluster(watched)}`),
    ...(gateway === undefined
      ? []
      : senders.map((other) => `${id.cluster(other.name)} == "15443" ==> ${id.gateway(name)}`)),
  ];
}

/** Which roots two meshes trust of each other, and by which gateways the services of one are reached from the other. */
function federationArrows({ imports, meshes, trust }: FederationPlan, plan: Plan): string[] {
  const [one, other] = meshes.map((mesh) => plan.meshes.find(({ name }) => name === mesh));
  const trusted =
    trust === 'withdrawn' || one === undefined || other === undefined
      ? []
      : [`${id.root(one.name, one.signer)} <-. "trust each other" .-> ${id.root(other.name, other.signer)}`];
  const calls = imports.flatMap(({ gateways, service, to }) =>
    plan.clusters
      .filter(({ mesh }) => mesh === to)
      .flatMap(({ name }) =>
        gateways.map(({ cluster, port }) => `${id.cluster(name)} == "${service}, ${port}" ==> ${id.gateway(cluster)}`),
      ),
  );
  return [...trusted, ...calls];
}

/** Names in the picture. Each has a kind before it, because a cluster may be called `end`, which is a word of Mermaid's. */
const id = {
  root: (mesh: string, root: string) => `root-${mesh}-${root}`,
  network: (network: string) => `network-${network}`,
  cluster: (cluster: string) => `cluster-${cluster}`,
  istiod: (cluster: string) => `istiod-${cluster}`,
  gateway: (cluster: string) => `gateway-${cluster}`,
};

function render(block: Block | string, indent: string): string[] {
  if (typeof block === 'string') return [`${indent}${block}`];
  return [`${indent}${block.line}`, ...block.inside.flatMap((inner) => render(inner, `${indent}  `)), `${indent}end`];
}
