import { explain } from '../../errors';
import { eventually } from '../../eventually';
import type { TunnelHttp } from '../../tunnel-http';
import { readVisit, type Visit, visitPath } from '../../answers/netexec';
import { askedPassOrFail, type StackCheck } from '../check';
import {
  isAsked,
  judgeService,
  type ServiceResult,
  type ServiceSubject,
  servicesOf,
  unaskedService,
  unreachedService,
} from './services';
import type { PodPlace } from '../../workloads/place';

/** Services that clusters outside their mesh use, asked in each of these. */
export const servicesCheck: StackCheck<'services', ServiceResult, ServiceSubject> = {
  id: 'MW501',
  title: 'Services answer in clusters outside their mesh',
  anchor: 'mw501',
  key: 'services',
  noun: 'service port',
  advice:
    'Ask the load balancer or the Ingress of the service by its address; where it answers, names in the cluster that uses it are wrong.',
  needs: 'all workloads',
  showsTraffic: true,
  subjects: ({ name, outputs, reading }) => servicesOf(reading, outputs, name),
  isAsked,
  clusterOf: ({ consumer }) => consumer,
  ask: (services, { clusters, standalone }, signal) => checkServices(services, [...clusters, ...standalone], signal),
  judge: askedPassOrFail,
  heading: () => 'services across clusters',
  line: ({ by, consumer, detail, host, outcome, port }) =>
    `${consumer} → ${host}:${port}, by ${by === 'ingress' ? 'an Ingress' : 'a load balancer'}: ${outcome} (${detail})`,
  problems: () => [],
};

/** Asks every service in every cluster that uses it, until it answers or the signal says stop. */
export async function checkServices(
  services: readonly ServiceSubject[],
  places: readonly PodPlace[],
  signal: AbortSignal,
): Promise<ServiceResult[]> {
  const checks = services.map(async (service) => {
    if (!isAsked(service)) return unaskedService(service);
    const workloads = places.find(({ name }) => name === service.consumer)?.workloads;
    if (workloads === undefined) return unreachedService(service, 'no client runs in the cluster that uses it');
    return workloads.asking('plain', (client) =>
      eventually(
        () => ask(client, service, signal),
        ({ ok }) => ok,
        signal,
      ),
    );
  });
  return Promise.all(checks);
}

async function ask(client: TunnelHttp, service: ServiceSubject, signal: AbortSignal): Promise<ServiceResult> {
  const { addresses, by, host, port } = service;
  const page = await visit(client, `http://${host}:${port}/`, signal);
  const [address] = addresses;
  const elsewhere =
    by === 'ingress' && address !== undefined ? await visit(client, `http://${urlHost(address)}/`, signal) : undefined;
  return judgeService(service, page, elsewhere);
}

/** Has a netexec pod get a page, as any HTTP client does. */
export async function visit(client: TunnelHttp, url: string, signal: AbortSignal): Promise<Visit> {
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
