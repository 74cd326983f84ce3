import { AUTHORITY_SUFFIX, ingressSecretName } from '../names/ingress-gateway';
import type { CertificateSource } from '../schema/ingress-https';
import { byName } from '../topology/by-name';
import type { IngressGatewaySpec } from '../schema/config';
import type { IngressGateway } from '../topology/ingress-gateways';
import { includes } from './gateway-hosts';
import { INGRESS_HTTPS } from './ingress-service';

/** How long the authority of certificates that the stack makes lasts, in days. */
export const AUTHORITY_DAYS = 3650;

/** A server of an ingress gateway that ends TLS. */
export interface TlsServerPlan {
  /** Its key in the config. */
  readonly name: string;
  readonly port: number;
  readonly hosts: readonly string[];
  /** The Secret by which Istio serves its certificate. */
  readonly secret: string;
  /** Where the certificate comes from; one with `secret` is there already. */
  readonly certificate: CertificateSource;
  /** Authorities of client certificates; undefined if clients need none. */
  readonly clients: ClientAuthorityPlan | undefined;
  readonly minVersion: '1.2' | '1.3';
}

/** A server that speaks HTTP in TLS. */
export interface HttpsServerPlan extends TlsServerPlan {
  /** The answer to requests for its hosts by HTTP. */
  readonly http: 'redirect' | 'serve' | 'refuse';
}

/** The authorities of client certificates. */
export interface ClientAuthorityPlan {
  /** PEM. */
  readonly authority: string;
  /** The Secret that holds them alone; undefined if that with the server's certificate holds them. */
  readonly secret: string | undefined;
}

/** Plans the servers of an ingress gateway that end TLS. */
export function planHttpsServers({ key, spec }: IngressGateway): HttpsServerPlan[] {
  return byName(spec.https).map(([name, server]) => ({
    ...planTlsServer(key, { name, ...server }),
    http: answerByHttp(server),
  }));
}

/** The answer to requests by HTTP for the hosts of a server. A redirect keeps no port, so that it leads to port 443 alone. */
export function answerByHttp({ http, port }: Pick<IngressGatewaySpec['https'][string], 'http' | 'port'>) {
  return http ?? (port === INGRESS_HTTPS.port ? 'redirect' : 'refuse');
}

/** Settings of a server that ends TLS. */
interface TlsSettings extends Pick<TlsServerPlan, 'certificate' | 'hosts' | 'name' | 'port'> {
  readonly clients?: { readonly authority: string } | undefined;
  readonly minVersion?: '1.2' | '1.3' | undefined;
}

/** Plans a server of an ingress gateway that ends TLS. */
export function planTlsServer(
  gateway: string,
  { certificate, clients, hosts, minVersion = '1.2', name, port }: TlsSettings,
): TlsServerPlan {
  const isThere = 'secret' in certificate;
  const secret = isThere ? certificate.secret : ingressSecretName(gateway, name);
  return {
    ...{ name, port, hosts, secret, certificate, minVersion },
    clients:
      clients === undefined
        ? undefined
        : { authority: clients.authority, secret: isThere ? `${secret}${AUTHORITY_SUFFIX}` : undefined },
  };
}

/** The hosts that an ingress gateway serves by HTTP: those of its routes without the ones that its HTTPS servers keep for themselves. */
export function plainHosts({ routes }: IngressGateway, servers: readonly HttpsServerPlan[]): string[] {
  const hosts = routes
    .flatMap((route) => route.hosts)
    .filter((host) => {
      const including = servers.filter((server) => server.hosts.some((other) => includes(other, host)));
      const main = including.filter(({ port }) => port === INGRESS_HTTPS.port);
      // Where a server on port 443 answers for a host, its word counts, and not that of servers on other ports.
      return (main.length > 0 ? main : including).every(({ http }) => http === 'serve');
    });
  return [...new Set(hosts)];
}

/** The HTTPS servers that take the requests for a host: on each port the one with the most exact host. Empty if there is none. */
export function serversOf(host: string, servers: readonly HttpsServerPlan[]): HttpsServerPlan[] {
  const ports = [...new Set(servers.map(({ port }) => port))].sort((one, other) => one - other);
  return ports.flatMap((port) => {
    const [best] = servers
      .filter((server) => server.port === port)
      .flatMap((server) => server.hosts.filter((other) => includes(other, host)).map((match) => ({ match, server })))
      .sort((one, other) => other.match.length - one.match.length);
    return best === undefined ? [] : [best.server];
  });
}
