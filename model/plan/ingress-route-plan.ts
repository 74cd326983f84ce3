import type { IngressGateway, IngressRoute, ServicePort } from '../topology/ingress-gateways';

/** A route from host names to a service, as config has it. */
export interface IngressRoutePlan extends DestinationPlan {
  readonly name: string;
  readonly hosts: readonly string[];
  /** The paths that take it, and all below them; undefined for every path. */
  readonly paths: readonly string[] | undefined;
  /** Other services that answer a share of the requests, in percent. */
  readonly split: readonly (DestinationPlan & { readonly weight: number })[];
}

/** A port of a service. */
export interface DestinationPlan {
  /** The service in full. */
  readonly destination: string;
  /** Port of the service. */
  readonly port: number;
}

/** The routes of some hosts, in one VirtualService: of several in which a host stands, Istio would choose the order. */
export interface VirtualHostPlan {
  /** The names of its routes, with a dot between them; no name of a route has one. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** The first that a request matches is taken. */
  readonly rules: readonly RoutingRulePlan[];
}

/** A rule of a VirtualService. */
export interface RoutingRulePlan {
  /** The paths that it is for, and all below them; undefined for every path. */
  readonly paths: readonly string[] | undefined;
  readonly route: IngressRoutePlan;
}

/** Plans the routes of an ingress gateway. */
export function planRoutes({ routes }: IngressGateway): IngressRoutePlan[] {
  return routes.map((route) => planRoute(route));
}

function planRoute({ hosts, name, paths, split, ...to }: IngressRoute): IngressRoutePlan {
  return {
    ...{ name, hosts, paths },
    ...destination(to),
    split: split.map(({ weight, ...other }) => ({ ...destination(other), weight })),
  };
}

/** The plan of a port of a service. */
export function destination({ port, service }: ServicePort): DestinationPlan {
  return { destination: service.host, port };
}

/** Puts hosts that have the same routes together. A host of one route alone stays with that route. */
export function virtualHosts(routes: readonly IngressRoutePlan[]): VirtualHostPlan[] {
  const hosts = [...new Set(routes.flatMap((route) => route.hosts))];
  const groups = new Map<string, { hosts: string[]; routes: readonly IngressRoutePlan[] }>();
  for (const host of hosts) {
    const ofHost = routes.filter((route) => route.hosts.includes(host));
    const name = ofHost.map((route) => route.name).join('.');
    const group = groups.get(name) ?? { hosts: [], routes: ofHost };
    group.hosts.push(host);
    groups.set(name, group);
  }
  return [...groups].map(([name, group]) => ({ name, hosts: group.hosts, rules: rules(group.routes) }));
}

/** The longest path first, as a path stands for all below it. Paths of one route that follow each other are one rule. */
function rules(routes: readonly IngressRoutePlan[]): RoutingRulePlan[] {
  const single = routes
    .flatMap((route) => (route.paths ?? ['/']).map((path) => ({ path, route })))
    .sort((one, other) => other.path.length - one.path.length || (one.path < other.path ? -1 : 1));
  const merged: { paths: string[]; route: IngressRoutePlan }[] = [];
  for (const { path, route } of single) {
    const last = merged.at(-1);
    if (last?.route === route) last.paths.push(path);
    else merged.push({ paths: [path], route });
  }
  return merged.map(({ paths, route }) => ({ paths: paths.includes('/') ? undefined : paths, route }));
}
