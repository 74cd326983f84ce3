import { explain } from '../../errors';
import { eventually } from '../../eventually';
import { type PodHttp, usingPod } from '../../kubernetes/pod-http';
import { PORTS } from '../../workloads/names';
import { readVisit, type Visit, visitPath } from '../../answers/netexec';
import type { ServiceResult } from '../../report/report';
import { isAsked, judgeService, type ServiceSubject, unaskedService, unreachedService } from './services';
import type { ClusterSession, Place } from '../../workloads/session';

/** A stay in a cluster, in a mesh or not, as far as its client outside of meshes is concerned. */
export type Visitor = Pick<ClusterSession<Place, 'plain'>, 'name' | 'client' | 'pods' | 'problem' | 'start' | 'leave'>;

/** Asks every service in every cluster that uses it, until it answers or the signal says stop. */
export async function checkServices(
  services: readonly ServiceSubject[],
  visitors: readonly Visitor[],
  namespace: string,
  signal: AbortSignal,
): Promise<ServiceResult[]> {
  const checks = services.map(async (service) => {
    if (!isAsked(service)) return unaskedService(service);
    const visitor = visitors.find(({ name }) => name === service.consumer);
    if (visitor?.pods === undefined) return unreachedService(service, 'no client runs in the cluster that uses it');
    const plain = { namespace, pod: visitor.pods.plain.name, port: PORTS.netexec };
    return usingPod(visitor.client, plain, (client) =>
      eventually(
        () => ask(client, service, signal),
        ({ ok }) => ok,
        signal,
      ),
    );
  });
  return Promise.all(checks);
}

async function ask(client: PodHttp, service: ServiceSubject, signal: AbortSignal): Promise<ServiceResult> {
  const { addresses, by, host, port } = service;
  const page = await visit(client, `http://${host}:${port}/`, signal);
  const [address] = addresses;
  const elsewhere =
    by === 'ingress' && address !== undefined ? await visit(client, `http://${urlHost(address)}/`, signal) : undefined;
  return judgeService(service, page, elsewhere);
}

/** Has a netexec pod get a page, as any HTTP client does. */
export async function visit(client: PodHttp, url: string, signal: AbortSignal): Promise<Visit> {
  try {
    const { body, status } = await client.get(visitPath(url), signal);
    return readVisit(status, body);
  } catch (error) {
    return { kind: 'error', message: explain(error) };
  }
}

/** An IPv6 address stands in brackets. */
function urlHost(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
