import { type ClusterPlan, eastWestGatewayOf } from '../plan/cluster-plan';
import type { FederationPlan } from '../plan/federation-plan';
import type { EastWestPorts } from '../plan/east-west-gateway-plan';
import type { GatewayReach } from '../plan/gateway-plan';
import type { IngressGatewayPlan } from '../plan/ingress-gateway-plan';
import type { DestinationPlan, IngressRoutePlan } from '../plan/ingress-route-plan';
import { serversOf } from '../plan/ingress-server-plan';
import { INGRESS_HTTPS } from '../plan/ingress-service';
import type { Plan } from '../plan/plan';
import type { ServicePlan } from '../plan/service-plan';
import { serviceHost } from '../names/service';
import { id } from './names';

/** Arrows of a cluster: to its root, to the clusters that serve it or that it watches, and from the clusters that call through its gateway. */
export function meshArrows(
  { name, mesh, network, role, servedBy, remoteSecrets, gateways }: ClusterPlan,
  plan: Plan,
): string[] {
  const signer = plan.meshes.find((candidate) => candidate.name === mesh)?.signer ?? '';
  const senders = plan.clusters.filter((other) => other.mesh === mesh && other.network !== network);
  return [
    ...(role === 'primary' ? [`${id.root(mesh, signer)} -. "signs its intermediate" .-> ${id.istiod(name)}`] : []),
    ...(role === 'remote'
      ? [`${id.istiod(name)} -- "${istiodPorts(servedBy, plan)}" --> ${id.gateway(servedBy)}`]
      : []),
    ...remoteSecrets.map(({ watched }) => `${id.istiod(name)} -- "watches" --> ${id.cluster(watched)}`),
    ...gateways.flatMap((gateway) =>
      gateway.kind === 'eastWest'
        ? senders.map((other) => calls(id.cluster(other.name), tlsPort(gateway.reach), id.gateway(name)))
        : [],
    ),
  ];
}

/** The ports of the east-west gateway of a cluster; undefined without one, and for ports of nodes that Kubernetes chooses. */
export function gatewayPorts(cluster: string, { clusters }: Plan): EastWestPorts | undefined {
  const gateways = clusters.find(({ name }) => name === cluster)?.gateways ?? [];
  return eastWestGatewayOf({ gateways })?.reach.ports;
}

/** The ports by which remotes reach an istiod. */
function istiodPorts(primary: string, plan: Plan): string {
  const ports = gatewayPorts(primary, plan);
  return ports === undefined ? 'ports of nodes' : `${ports.istiod}, ${ports.webhook}`;
}

/** The port by which services behind a gateway are reached. */
export function tlsPort({ ports }: GatewayReach<EastWestPorts>): string {
  return ports === undefined ? 'a port of nodes' : String(ports.tls);
}

/** Whether two meshes trust each other, and by which gateways the services of one are called from the other. */
export function federationArrows({ imports, meshes, trust }: FederationPlan, plan: Plan): string[] {
  const [one, other] = meshes.map((mesh) => id.root(mesh, plan.meshes.find(({ name }) => name === mesh)?.signer ?? ''));
  const [arrow, words] =
    trust === 'exchanged' ? ['<-. text .->', 'trust each other'] : ['x-. text .-x', 'trust withdrawn'];
  const clients = (mesh: string) => plan.clusters.filter((cluster) => cluster.mesh === mesh);
  const called = imports.flatMap(({ gateways, service, to }) =>
    gateways.flatMap(({ cluster, port }) =>
      clients(to).map(({ name }) => ({ ends: [id.cluster(name), id.gateway(cluster)] as const, port, service })),
    ),
  );
  return [
    `${one ?? ''} ${arrow.replace('text', `"${words}"`)} ${other ?? ''}`,
    // One arrow for all that a cluster calls by one gateway.
    ...called.map(({ ends: [from, to], port }) => {
      const services = called.filter(({ ends }) => ends[0] === from && ends[1] === to).map(({ service }) => service);
      return calls(from, `${services.join(', ')}, ${port}`, to);
    }),
    ...imports.flatMap(({ gateways, service }) =>
      gateways.map(({ cluster }) => leads(id.gateway(cluster), id.service(cluster, service))),
    ),
  ];
}

/** How a service is called from clusters outside its mesh. */
export function serviceArrows({ clusters, crossCluster, key, name, ports }: ServicePlan): string[] {
  if (crossCluster === undefined) return [];
  const { by, consumers } = crossCluster;
  const words = [name, ...ports.map(({ port }) => String(port))].join(', ');
  return clusters.flatMap((cluster) => {
    const exposure =
      by.kind === 'loadBalancer' ? id.loadBalancer(cluster, key) : id.ingressController(cluster, by.ingressClass);
    return [
      ...consumers.map((consumer) => calls(id.cluster(consumer), words, exposure)),
      leads(exposure, id.service(cluster, key)),
    ];
  });
}

/** Arrows from outside to an ingress gateway, and from there to its services. */
export function ingressArrows(gateway: IngressGatewayPlan, plan: Plan): string[] {
  const { cluster, https, passthrough, plainHosts, port, ports, routes } = gateway;
  const enters = (words: string, number: number) =>
    calls(id.outside, `${words}, ${number}`, id.ingressGateway(gateway));
  const leadsTo = (all: readonly DestinationPlan[]) =>
    plan.services
      .filter(({ name, namespace }) => all.some(({ destination }) => serviceHost(name, namespace) === destination))
      .flatMap((service) => service.clusters.map((provider) => ({ provider, service: service.key })))
      .filter(({ provider }) => meshOf(provider, plan) === meshOf(cluster, plan))
      .map(({ provider, service }) => leads(id.ingressGateway(gateway), id.service(provider, service)));
  return [
    ...routes.flatMap((route) => {
      const secure = new Map<number, string[]>();
      for (const host of route.hosts)
        for (const { port: number } of serversOf(host, https))
          secure.set(number, [...(secure.get(number) ?? []), host]);
      const plain = route.hosts.filter((host) => plainHosts.includes(host));
      return [
        ...[...secure].map(([number, hosts]) => enters(requests(hosts, route), number)),
        ...(plain.length === 0 ? [] : [enters(requests(plain, route), port)]),
        ...leadsTo([route, ...route.split]),
      ];
    }),
    ...passthrough.flatMap((way) => [enters(way.hosts.join(', '), INGRESS_HTTPS.port), ...leadsTo([way])]),
    ...ports.flatMap((one) => [enters(one.hosts?.join(', ') ?? one.name, one.number), ...leadsTo([one])]),
  ];
}

/** The hosts of a route, each with its paths. */
function requests(hosts: readonly string[], { paths = [''] }: IngressRoutePlan): string {
  return hosts.flatMap((host) => paths.map((path) => `${host}${path}`)).join(', ');
}

function meshOf(cluster: string, { clusters }: Plan): string | undefined {
  return clusters.find(({ name }) => name === cluster)?.mesh;
}

/** An arrow for requests from one place to an exposure in another: a gateway, load balancer or ingress controller. */
export function calls(from: string, words: string, to: string): string {
  return `${from} == "${words}" ==> ${to}`;
}

/** An arrow from an exposure to the service behind it. */
function leads(exposure: string, to: string): string {
  return `${exposure} --> ${to}`;
}
