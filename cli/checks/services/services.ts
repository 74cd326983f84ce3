import type { Reading } from '../../../config/read';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { serviceHost } from '../../../model/names/service';
import type { CrossClusterPlan, ServicePlan } from '../../../model/plan/service-plan';
import type { Visit } from '../../answers/netexec';
import { firstLine, isControllerFailure, originOf } from '../../answers/page';
import { deployed } from '../../deployed';

/** A service, as it answers in a cluster that uses it. */
export interface ServiceResult {
  /** Its key in the config. */
  readonly service: string;
  /** The cluster that uses it, where a pod outside of meshes asked for it. */
  readonly consumer: string;
  readonly host: string;
  readonly port: number;
  /** What it is opened by. */
  readonly by: 'loadBalancer' | 'ingress';
  readonly ok: boolean;
  readonly outcome: 'answered' | 'silent' | 'not asked';
  /** The first line of the answer, or why there is none. */
  readonly detail: string;
}

/** A port of a service that clusters outside its mesh use, as one of them sees it. */
export interface ServiceSubject {
  /** Its key in the config. */
  readonly service: string;
  /** The cluster that uses it. */
  readonly consumer: string;
  readonly host: string;
  readonly port: number;
  /** What is spoken on the port. */
  readonly protocol: string;
  readonly by: CrossClusterPlan['by']['kind'];
  /** IP addresses or host names under which it is open. */
  readonly addresses: readonly string[];
}

/**
 * The services of a stack that clusters outside their mesh use: one entry for each of their ports in each cluster that uses them.
 *
 * @throws CommandError where config and outputs do not fit.
 */
export function servicesOf(reading: Reading, outputs: MeshworkOutputs, stack: string): ServiceSubject[] {
  return reading.plan.services.flatMap((service) => {
    const { crossCluster, key } = service;
    if (crossCluster === undefined) return [];
    const addresses = Object.values(deployed(outputs.services, key, 'service', stack).addresses).flat();
    return crossCluster.consumers.flatMap((consumer) => portsOf(service, crossCluster, consumer, addresses));
  });
}

function portsOf(
  { key, name, namespace, ports }: ServicePlan,
  { by }: CrossClusterPlan,
  consumer: string,
  addresses: readonly string[],
): ServiceSubject[] {
  const host = serviceHost(name, namespace);
  return ports.map(({ appProtocol, port }) => ({
    service: key,
    consumer,
    host,
    port,
    protocol: appProtocol,
    by: by.kind,
    addresses,
  }));
}

/** Whether a port can be asked: what is not HTTP would be sent something that it does not understand. */
export function isAsked({ protocol }: Pick<ServiceSubject, 'protocol'>): boolean {
  return protocol === 'http';
}

/**
 * Judges a visit to a service.
 *
 * @param elsewhere What the Ingress before the service says to a host that it does not know; undefined for a load balancer.
 */
export function judgeService(subject: ServiceSubject, visit: Visit, elsewhere: Visit | undefined): ServiceResult {
  if (visit.kind === 'error') return result(subject, 'silent', visit.message);
  const page = firstLine(visit.body);
  const failed = originOf(visit.body) === 'failed' || (subject.by === 'ingress' && isControllerFailure(visit.body));
  if (failed) return result(subject, 'silent', `a proxy before it answered: ${page}`);
  if (elsewhere?.kind === 'page' && elsewhere.body === visit.body)
    return result(subject, 'silent', 'the ingress controller answers as it does for a host that it does not know');
  return result(subject, 'answered', page);
}

/** A port that was not asked, and why. */
export function unaskedService(subject: ServiceSubject): ServiceResult {
  return result(subject, 'not asked', `it speaks ${subject.protocol}, and only HTTP is asked`);
}

/** A port that nobody could ask. */
export function unreachedService(subject: ServiceSubject, why: string): ServiceResult {
  return result(subject, 'silent', why);
}

function result(
  { by, consumer, host, port, service }: ServiceSubject,
  outcome: ServiceResult['outcome'],
  detail: string,
): ServiceResult {
  return { service, consumer, host, port, by, ok: outcome !== 'silent', outcome, detail };
}
