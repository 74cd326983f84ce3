import { AUTHORITY_SUFFIX, ingressSecretName } from '../names/ingress-gateway';
import type { CertificateSource } from '../schema/ingress-https';
import { byName } from '../topology/by-name';
import type { IngressGateway } from '../topology/ingress-gateways';
import { includes } from './gateway-hosts';

/** How long the authority of certificates that the stack makes lasts, in days. */
export const AUTHORITY_DAYS = 3650;

/** A server of an ingress gateway that ends TLS. */
export interface HttpsServerPlan {
  /** Its key in the config. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** The Secret by which Istio serves its certificate. */
  readonly secret: string;
  /** Where the certificate comes from; one with `secret` is there already. */
  readonly certificate: CertificateSource;
  /** Authorities of client certificates; undefined if clients need none. */
  readonly clients: ClientAuthorityPlan | undefined;
  readonly minVersion: '1.2' | '1.3';
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
  return byName(spec.https).map(([name, { certificate, clients, hosts, http, minVersion }]) => {
    const isThere = 'secret' in certificate;
    const secret = isThere ? certificate.secret : ingressSecretName(key, name);
    return {
      ...{ name, hosts, secret, certificate, minVersion, http },
      clients:
        clients === undefined
          ? undefined
          : { authority: clients.authority, secret: isThere ? `${secret}${AUTHORITY_SUFFIX}` : undefined },
    };
  });
}

/** The hosts that an ingress gateway serves by HTTP: those of its routes without the ones that its HTTPS servers keep for themselves. */
export function plainHosts({ routes }: IngressGateway, servers: readonly HttpsServerPlan[]): string[] {
  const kept = servers.filter(({ http }) => http !== 'serve').flatMap(({ hosts }) => hosts);
  const hosts = routes.flatMap((route) => route.hosts).filter((host) => !kept.some((other) => includes(other, host)));
  return [...new Set(hosts)];
}

/** The HTTPS server that takes the requests for a host: of several, the one with the most exact host. Undefined if there is none. */
export function serverOf(host: string, servers: readonly HttpsServerPlan[]): HttpsServerPlan | undefined {
  return servers
    .flatMap((server) => server.hosts.filter((other) => includes(other, host)).map((match) => ({ match, server })))
    .sort((one, other) => other.match.length - one.match.length)[0]?.server;
}
