import { SYSTEM_NAMESPACE } from '../../../model/names/system-namespace';
import { targetPortOf } from '../../../model/plan/ingress-service';
import { explain } from '../../errors';
import { eventually } from '../../eventually';
import {
  type IngressRouteResult,
  ingressRoutesOf,
  type IngressRouteSubject,
  isAskedRoute,
  judgeIngressRoute,
  silentRoute,
  unaskedRoute,
} from './ingress-routes';
import type { ClusterClient } from '../../kubernetes/cluster-client';
import { type HttpAnswer, TunnelHttp } from '../../tunnel-http';
import { HEADER_PATH } from '../../answers/netexec';
import type { ClusterPlace } from '../../workloads/cluster-place';
import { askedPassOrFail, type StackCheck } from '../check';
import { callerAndCalled } from '../seen-identities';
import { systemPods } from '../../kubernetes/system-pods';
import { openListener, openListenerTls } from './gateway-listener';

/** Hosts of ingress gateways, each asked for in a pod of its gateway. */
export const ingressCheck: StackCheck<'ingressRoutes', IngressRouteResult, IngressRouteSubject> = {
  id: 'MW701',
  title: 'Ingress gateways answer for their hosts',
  anchor: 'mw701',
  key: 'ingressRoutes',
  noun: 'ingress host',
  advice: 'Look whether the pod of the gateway runs, and whether the service behind the route has pods.',
  needs: 'all workloads',
  showsTraffic: true,
  subjects: ({ name, outputs, reading }) => ingressRoutesOf(reading, outputs, name),
  isAsked: isAskedRoute,
  clusterOf: ({ cluster }) => cluster,
  ask: (routes, { clusters }, signal) => checkIngressRoutes(routes, clusters, signal),
  judge: askedPassOrFail,
  // Where requests from outside arrive is told, because it is not what was asked.
  heading: ({ addresses, cluster, gateway, port }) => {
    const where = addresses.map((address) => `${address}:${port}`).join(', ') || 'no address';
    return `ingress gateway ${gateway} in ${cluster}, asked in its pod; requests from outside go to ${where}`;
  },
  line: (result) => `${result.host}: ${result.outcome} (${callerAndCalled(result)})`,
  problems: () => [],
};

/**
 * Asks for every host at its gateway, until it is answered or the signal says stop. A pod of the gateway is asked: its load balancer is there
 * for requests from outside, where no pod stands, and from inside a cluster its address would prove nothing about that way.
 */
export async function checkIngressRoutes(
  routes: readonly IngressRouteSubject[],
  clusters: readonly ClusterPlace[],
  signal: AbortSignal,
): Promise<IngressRouteResult[]> {
  return Promise.all(
    routes.map(async (subject) => {
      if (!isAskedRoute(subject)) return unaskedRoute(subject);
      const cluster = clusters.find(({ name }) => name === subject.cluster);
      if (cluster === undefined) return silentRoute(subject, 'its cluster cannot be reached');
      return eventually(
        () => ask(subject, cluster, signal),
        ({ ok }) => ok,
        signal,
      );
    }),
  );
}

async function ask(
  subject: IngressRouteSubject,
  { client, problem }: ClusterPlace,
  signal: AbortSignal,
): Promise<IngressRouteResult> {
  if (problem !== undefined) return silentRoute(subject, problem);
  try {
    const [pod = ''] = await systemPods(client, subject.selector, signal);
    return judgeIngressRoute(subject, await page(subject, client, pod, signal));
  } catch (error) {
    return silentRoute(subject, explain(error));
  }
}

async function page(
  { path, port: outside, proxyProtocol, requestedHost, tls }: IngressRouteSubject,
  client: ClusterClient,
  pod: string,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const port = targetPortOf(outside);
  const target = { namespace: SYSTEM_NAMESPACE, pod, port, proxyProtocol };
  const gateway = new TunnelHttp(
    () => (tls ? openListenerTls(client, target, requestedHost) : openListener(client, target)),
    `${pod}:${port}`,
  );
  try {
    return await gateway.get(`${path}${HEADER_PATH}`, signal, requestedHost);
  } finally {
    gateway.close();
  }
}
