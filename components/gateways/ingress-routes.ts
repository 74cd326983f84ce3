import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ingressPassthroughName, ingressPortName, ingressRouteName } from '../../model/names/ingress-gateway';
import type { IngressGatewayPlan, IngressPortPlan, IngressPorts } from '../../model/plan/ingress-gateway-plan';
import { INGRESS_HTTPS } from '../../model/plan/ingress-service';
import type { DestinationPlan, RoutingRulePlan } from '../../model/plan/ingress-route-plan';
import type { Gateway } from './gateway';
import { EVERY_HOST, ingressServers } from './ingress-servers';

/** Arguments of the routes of an ingress gateway. */
export interface IngressRoutesArgs {
  /** The plan of the gateway. */
  readonly plan: IngressGatewayPlan;
  /** Provider of the cluster whose istiod configures it. */
  readonly provider: k8s.Provider;
  /** An istiod there that validates them. */
  readonly validatedBy: readonly pulumi.Input<pulumi.Resource>[];
  /** The Secrets of its servers. */
  readonly secrets: readonly pulumi.Resource[];
}

/** Makes the Gateway and the VirtualServices by which an ingress gateway leads from host names to services. They are children of the gateway. */
export function ingressRoutes(gateway: Gateway<IngressPorts>, args: IngressRoutesArgs): void {
  const { plan, secrets, validatedBy } = args;
  const { formerRoutes, routes: name } = plan.names;
  const formerly = (suffix: string) =>
    formerRoutes === undefined ? {} : { aliases: [{ name: `${formerRoutes}${suffix}` }] };
  const servers = ingressServers(plan);
  if (plan.kubernetesIngress)
    ingressClass(`${name}-class`, { parent: gateway, provider: args.provider, ...formerly('-class') });
  if (servers.length === 0) return; // A Gateway without servers is refused.
  const opts = { parent: gateway, provider: args.provider, dependsOn: [...validatedBy] };
  new k8s.CustomResource(
    `${name}-gateway`,
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: plan.release, namespace: plan.namespace },
      spec: { selector: plan.selector, servers },
    },
    { ...opts, ...formerly('-gateway'), dependsOn: [...validatedBy, ...secrets] },
  );
  for (const { name: suffix, object, spec } of virtualServices(plan))
    new k8s.CustomResource(
      `${name}-${suffix}`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: object, namespace: plan.namespace },
        spec: { gateways: [plan.release], ...spec },
      },
      { ...opts, ...formerly(`-${suffix}`) },
    );
}

/** The class by which istiod takes Ingress objects for its own. */
function ingressClass(name: string, opts: pulumi.CustomResourceOptions): void {
  new k8s.networking.v1.IngressClass(
    name,
    { metadata: { name: 'istio' }, spec: { controller: 'istio.io/ingress-controller' } },
    opts,
  );
}

/** A VirtualService. */
interface VirtualService {
  /** End of the name of its resource. */
  readonly name: string;
  /** Its name in Kubernetes. */
  readonly object: string;
  readonly spec: object;
}

function virtualServices({ key, passthrough, ports, virtualHosts }: IngressGatewayPlan): VirtualService[] {
  // Without a port, the route of a host in TLS is one of every port on which TLS is passed on.
  const main = ports.some((port) => isPassedOn(port)) ? { port: INGRESS_HTTPS.port } : {};
  return [
    ...virtualHosts.map(({ hosts, name, rules }) => ({
      name: `route.${name}`,
      object: ingressRouteName(key, name),
      spec: { hosts, http: rules.map((rule) => httpRule(rule)) },
    })),
    ...passthrough.map(({ hosts, name, ...to }) => ({
      name: `passthrough.${name}`,
      object: ingressPassthroughName(key, name),
      spec: { hosts, tls: [{ match: [{ ...main, sniHosts: hosts }], route: [destination(to)] }] },
    })),
    ...ports.map((port) => ({
      name: `port.${port.name}`,
      object: ingressPortName(key, port.name),
      spec: portRoute(port),
    })),
  ];
}

function isPassedOn({ hosts, tls }: IngressPortPlan): boolean {
  return hosts !== undefined && tls === undefined;
}

/** By the host alone where TLS is passed on; otherwise the bytes, which the gateway has taken out of TLS or which come without. */
function portRoute(port: IngressPortPlan): object {
  const { hosts = [EVERY_HOST], number } = port;
  const route = [destination(port)];
  return isPassedOn(port)
    ? { hosts, tls: [{ match: [{ port: number, sniHosts: hosts }], route }] }
    : { hosts, tcp: [{ match: [{ port: number }], route }] };
}

function httpRule({ paths, route }: RoutingRulePlan): object {
  const { split } = route;
  const rest = split.reduce((left, { weight }) => left - weight, 100);
  return {
    ...(paths === undefined ? {} : { match: paths.flatMap((path) => below(path)) }),
    route:
      split.length === 0
        ? [destination(route)]
        : [
            { ...destination(route), weight: rest },
            ...split.map((other) => ({ ...destination(other), weight: other.weight })),
          ],
  };
}

/** A path and all below it. A prefix alone would also stand for longer names: `/orders` for `/ordersheet`. */
function below(path: string): object[] {
  if (path.endsWith('/')) return [{ uri: { prefix: path } }];
  return [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }];
}

function destination({ destination: host, port }: DestinationPlan): object {
  return { destination: { host, port: { number: port } } };
}
