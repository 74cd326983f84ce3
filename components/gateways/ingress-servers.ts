import type { IngressGatewayPlan, IngressPortPlan, PassthroughPlan } from '../../model/plan/ingress-gateway-plan';
import { INGRESS_HTTPS } from '../../model/plan/ingress-service';
import type { HttpsServerPlan, TlsServerPlan } from '../../model/plan/ingress-server-plan';

/** The host of what comes in without one. */
export const EVERY_HOST = '*';

/** The versions of TLS in Istio's words. */
const VERSIONS = { '1.2': 'TLSV1_2', '1.3': 'TLSV1_3' } as const;

/** The servers of an ingress gateway's Gateway. A server without hosts is refused, and names of ports must differ. */
export function ingressServers({ https, passthrough, plainHosts, port, ports }: IngressGatewayPlan): object[] {
  const http = (name: string) => ({ name, number: port, protocol: 'HTTP' });
  return [
    ...(plainHosts.length === 0 ? [] : [{ port: http('http'), hosts: plainHosts }]),
    ...https
      .filter((server) => server.http === 'redirect')
      .map(({ hosts, name }) => ({ port: http(`http-${name}`), hosts, tls: { httpsRedirect: true } })),
    ...https.map((server) => httpsServer(server)),
    ...passthrough.map((way) => passthroughServer(way)),
    ...ports.map((one) => portServer(one)),
  ];
}

function passthroughServer({ hosts, name }: PassthroughPlan): object {
  return {
    port: { name: `tls-${name}`, number: INGRESS_HTTPS.port, protocol: 'TLS' },
    hosts,
    tls: { mode: 'PASSTHROUGH' },
  };
}

/** TCP knows no hosts. */
function portServer({ hosts, name, number, tls }: IngressPortPlan): object {
  const port = { name: `tcp-${name}`, number };
  if (hosts === undefined) return { port: { ...port, protocol: 'TCP' }, hosts: [EVERY_HOST] };
  return {
    port: { ...port, protocol: 'TLS' },
    hosts,
    tls: tls === undefined ? { mode: 'PASSTHROUGH' } : tlsSettings(tls),
  };
}

function httpsServer({ port, ...server }: HttpsServerPlan): object {
  const { hosts, name } = server;
  return { port: { name: `https-${name}`, number: port, protocol: 'HTTPS' }, hosts, tls: tlsSettings(server) };
}

function tlsSettings({ clients, minVersion, secret }: Omit<TlsServerPlan, 'port'>): object {
  return {
    mode: clients === undefined ? 'SIMPLE' : 'MUTUAL',
    credentialName: secret,
    minProtocolVersion: VERSIONS[minVersion],
  };
}
