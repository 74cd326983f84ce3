import type { ClusterPlan } from '../plan/cluster-plan';
import type { GatewayPlan } from '../plan/gateway-plan';
import { ingressGatewaysOf, type MeshPlan, type Plan, type StandalonePlan } from '../plan/plan';
import type { WorkloadGroupPlan } from '../plan/workload-group-plan';
import type { PlaceState } from '../schema/state';
import { id } from './names';

/** A place in the picture: a line, and the lines of the places inside it. */
export interface Block {
  readonly line: string;
  readonly inside: readonly (Block | string)[];
}

/** The roots of a mesh, which are in no cluster. */
export function roots({ name, roots: all, trustDomain }: MeshPlan): string[] {
  return all.map((root) => `${id.root(name, root.name)}(["root CA ${root.name} of mesh ${name}, ${trustDomain}"])`);
}

/** The place outside of all clusters, if an ingress gateway takes requests from there. */
export function outside(plan: Plan): string[] {
  const isEntered = ingressGatewaysOf(plan).some(
    ({ passthrough, ports, routes }) => routes.length + passthrough.length + ports.length > 0,
  );
  return isEntered ? [`${id.outside}(("outside"))`] : [];
}

/** The networks with their clusters, and the clusters with the places inside them. */
export function networks(plan: Plan): Block[] {
  const clusters = [...plan.clusters, ...plan.standalone];
  const groups = plan.workloadGroups.filter(({ machines }) => machines.length > 0);
  const names = [...new Set([...clusters, ...groups].map(({ network }) => network))].sort();
  return names.map((network) => ({
    line: `subgraph ${id.network(network)} ["network ${network}"]`,
    inside: [
      ...plan.clusters.filter((cluster) => cluster.network === network).map((cluster) => meshed(cluster, plan)),
      ...plan.standalone.filter((cluster) => cluster.network === network).map((cluster) => standalone(cluster, plan)),
      ...groups.filter((group) => group.network === network).flatMap(machines),
    ],
  }));
}

function meshed({ name, mesh, role, gateways, state }: ClusterPlan, plan: Plan): Block {
  return {
    line: `subgraph ${id.cluster(name)} ["cluster ${name}, ${role} of mesh ${mesh}${unlessActive(state)}"]`,
    inside: [
      `${id.istiod(name)}["${role === 'primary' ? 'istiod' : 'Service istiod and injection webhook'}"]`,
      ...gateways.map((gateway) =>
        gateway.kind === 'eastWest'
          ? `${id.gateway(name)}{{"east-west gateway${onPool(gateway, plan)}"}}`
          : `${id.ingressGateway(gateway)}{{"ingress gateway ${gateway.key}${onPool(gateway, plan)}"}}`,
      ),
      ...servicesIn(name, plan),
    ],
  };
}

/** The state of a place that is not deployed to. */
function unlessActive(state: PlaceState): string {
  return state === 'active' ? '' : `, ${state}`;
}

/** The node pool of a gateway, and its accelerator. */
function onPool({ pool }: Pick<GatewayPlan, 'pool'>, { nodePools }: Plan): string {
  if (pool === undefined) return '';
  const accelerator = nodePools.find(({ name }) => name === pool)?.accelerator ?? 'none';
  return `, node pool ${pool}${accelerator === 'none' ? '' : ` with ${accelerator}`}`;
}

/** The machines of a group. */
function machines({ key, machines: all, mesh }: WorkloadGroupPlan): string[] {
  return all.map(
    ({ name, state }) => `${id.machine(name)}[["machine ${name}, ${key} of mesh ${mesh}${unlessActive(state)}"]]`,
  );
}

/** A cluster in no mesh. Mermaid has no empty places, so one without declared services is a box. */
function standalone({ name, state }: StandalonePlan, plan: Plan): Block | string {
  const title = `${id.cluster(name)} ["cluster ${name}, in no mesh${unlessActive(state)}"]`;
  const inside = servicesIn(name, plan);
  return inside.length === 0 ? title.replace(' ', '') : { line: `subgraph ${title}`, inside };
}

/** The declared services that a cluster runs, and the load balancers and ingress controllers that open them to clusters outside their mesh. */
function servicesIn(cluster: string, { services }: Plan): string[] {
  const here = services.filter(({ clusters }) => clusters.includes(cluster));
  const exposures = here.flatMap(({ crossCluster, key, name }) => {
    if (crossCluster === undefined) return [];
    const { by } = crossCluster;
    return by.kind === 'loadBalancer'
      ? [`${id.loadBalancer(cluster, key)}{{"load balancer of ${name}"}}`]
      : [`${id.ingressController(cluster, by.ingressClass)}{{"ingress controller, class ${by.ingressClass}"}}`];
  });
  return [
    // A controller stands before all services of its class.
    ...new Set(exposures),
    ...here.map(({ key, name, namespace }) => `${id.service(cluster, key)}["${name}.${namespace}"]`),
  ];
}
