import type { Reading } from '../../../config/read';
import type { IngressGatewayOutput, MeshworkOutputs } from '../../../outputs/contract';
import { serviceHost } from '../../../model/names/service';
import { nameIn } from '../../../model/plan/gateway-hosts';
import type { IngressGatewayPlan } from '../../../model/plan/ingress-gateway-plan';
import type { IngressRoutePlan } from '../../../model/plan/ingress-route-plan';
import { serversOf } from '../../../model/plan/ingress-server-plan';
import { ingressGatewaysOf } from '../../../model/plan/plan';
import type { ServicePlan } from '../../../model/plan/service-plan';
import type { HttpAnswer } from '../../tunnel-http';
import { peersIn } from '../../answers/netexec';
import { firstLine, originOf } from '../../answers/page';
import { deployed } from '../../deployed';
import type { SeenIdentities } from '../seen-identities';

/** A host name at an ingress gateway, asked for in a pod of the gateway: the way from outside to there is not part of it. */
export interface IngressRouteResult extends SeenIdentities {
  /** The gateway's name in the config. */
  readonly gateway: string;
  /** The cluster that it stands in. */
  readonly cluster: string;
  /** Name of the route in the config. */
  readonly route: string;
  readonly host: string;
  /** Where requests from outside reach the gateway. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly ok: boolean;
  /** `denied`: the service's proxy answered that a policy does not let the gateway in. */
  readonly outcome: 'answered' | 'denied' | 'silent' | 'not asked';
  /** The first line of the answer, or why there is none. */
  readonly detail: string;
}

/** A host name by which requests enter a mesh at an ingress gateway. */
export interface IngressRouteSubject extends Pick<
  IngressRouteResult,
  'gateway' | 'cluster' | 'route' | 'host' | 'addresses' | 'port'
> {
  /** What is spoken on the port of the service behind it. */
  readonly protocol: string;
  /** Pod labels that select the gateway. */
  readonly selector: IngressGatewayPlan['selector'];
  /** The name to ask for: the host, or a name that it stands for. */
  readonly requestedHost: string;
  /** The path to ask below; empty for all. */
  readonly path: string;
  /** Whether the gateway takes nothing without the PROXY protocol. */
  readonly proxyProtocol: boolean;
  /** Whether the host is asked for in TLS. */
  readonly tls: boolean;
  /** Whether the gateway lets in only clients with a certificate. */
  readonly wantsCertificate: boolean;
}

/**
 * The host names at the ingress gateways of a stack.
 *
 * @throws CommandError where config and outputs do not fit.
 */
export function ingressRoutesOf({ plan }: Reading, outputs: MeshworkOutputs, stack: string): IngressRouteSubject[] {
  return ingressGatewaysOf(plan).flatMap((gateway) => {
    const { cluster, key, port, proxyProtocol, routes, selector } = gateway;
    // The outputs may be those of an earlier program.
    const entry: Partial<IngressGatewayOutput> = deployed(outputs.ingressGateways, key, 'gateway', stack);
    const { addresses } = deployed(entry.clusters ?? {}, cluster, `gateway "${key}" in cluster`, stack);
    return routes.flatMap((route) => {
      const protocol = spokenBehind(route, plan.services);
      return route.hosts.flatMap((host) => {
        const servers = serversOf(host, gateway.https);
        return (servers.length === 0 ? [undefined] : servers).map((server) => ({
          ...{ gateway: key, cluster, route: route.name, host, addresses, port: server?.port ?? port },
          ...{ selector, protocol, proxyProtocol },
          tls: server !== undefined,
          wantsCertificate: server?.clients !== undefined,
          requestedHost: nameIn(host, VERIFY_LABEL),
          path: (route.paths?.[0] ?? '').replace(/\/$/, ''),
        }));
      });
    });
  });
}

/** Stands in place of a wildcard in the names that verify asks for. */
export const VERIFY_LABEL = 'meshwork-verify';

function spokenBehind({ destination, port }: IngressRoutePlan, services: readonly ServicePlan[]): string {
  const service = services.find(({ name, namespace }) => serviceHost(name, namespace) === destination);
  return service?.ports.find((one) => one.port === port)?.appProtocol ?? '';
}

/** Whether a host can be asked for. The gateway translates to HTTP/2; only gRPC answers nothing that is not its own. */
export function isAskedRoute({ protocol, wantsCertificate }: IngressRouteSubject): boolean {
  return !wantsCertificate && (protocol === 'http' || protocol === 'http2');
}

/** Header by which Envoy says that the answer is not its own: how long somebody behind it took. */
const FROM_BEHIND = 'x-envoy-upstream-service-time';

/** Judges what a gateway answered. */
export function judgeIngressRoute(subject: IngressRouteSubject, answer: HttpAnswer): IngressRouteResult {
  const { body, headers, status } = answer;
  const fromBehind = headers[FROM_BEHIND] !== undefined;
  if (!fromBehind && status === 404) return silentRoute(subject, 'the gateway knows no such host');
  const page = firstLine(body);
  const origin = originOf(body);
  if (origin === 'denied')
    return result(subject, 'denied', "the service's proxy answered that no policy lets the gateway in");
  if (origin !== 'service' || (!fromBehind && status >= 500))
    return silentRoute(subject, `a proxy before it answered ${status}: ${page}`);
  const { destination, source } = peersIn(body) ?? {};
  return {
    ...result(subject, 'answered', page),
    sourceIdentity: source ?? null,
    destinationIdentity: destination ?? null,
  };
}

/** A host name that was not asked for, and why. */
export function unaskedRoute(subject: IngressRouteSubject): IngressRouteResult {
  const why = subject.wantsCertificate
    ? 'the gateway wants a certificate of clients, and verify has none'
    : `the service behind it speaks ${subject.protocol}, and only HTTP is asked`;
  return result(subject, 'not asked', why);
}

/** A host name that nobody answers to. */
export function silentRoute(subject: IngressRouteSubject, why: string): IngressRouteResult {
  return result(subject, 'silent', why);
}

function result(
  { addresses, cluster, gateway, host, port, route }: IngressRouteSubject,
  outcome: IngressRouteResult['outcome'],
  detail: string,
): IngressRouteResult {
  const nobody = { sourceIdentity: null, destinationIdentity: null };
  const ok = outcome !== 'silent';
  return { gateway, cluster, route, host, addresses, port, ok, outcome, ...nobody, detail };
}
