import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { SYSTEM_NAMESPACE } from '../../../model/names/system-namespace';
import { INGRESS_HTTPS, targetPortOf } from '../../../model/plan/ingress-service';
import { explain } from '../../errors';
import { eventually } from '../../eventually';
import { systemPods } from '../../kubernetes/system-pods';
import { orAborted } from '../../kubernetes/until';
import type { ClusterPlace } from '../../workloads/cluster-place';
import type { StackCheck } from '../check';
import { openListenerTls } from './gateway-listener';
import {
  judgeByEnd,
  judgeServed,
  type ServedCertificateResult,
  servedCertificatesOf,
  type ServedCertificateSubject,
  unserved,
} from './served-certificates';

/** Certificates that ingress gateways serve, each asked for in a pod of its gateway. */
export const servedCertificatesCheck: StackCheck<
  'servedCertificates',
  ServedCertificateResult,
  ServedCertificateSubject
> = {
  id: 'MW702',
  title: 'Ingress gateways serve certificates for their hosts',
  anchor: 'mw702',
  key: 'servedCertificates',
  noun: 'served certificate',
  advice:
    'Look whether the Secret of the server is in istio-system of the cluster of its gateway, and has tls.crt and tls.key.',
  needs: 'all workloads',
  showsTraffic: false,
  subjects: ({ name, outputs, reading }) => servedCertificatesOf(reading, outputs, name),
  isAsked: () => true,
  clusterOf: ({ cluster }) => cluster,
  ask: (subjects, { clusters }, signal) => checkServedCertificates(subjects, clusters, signal),
  judge: (result) => judgeByEnd(result),
  heading: ({ cluster, gateway }) => `ingress gateway ${gateway} in ${cluster}: certificates by host, asked in its pod`,
  line: ({ chain, detail, expires, host, issuer, port }) =>
    expires === null
      ? `${host}${portOf(port)}: no certificate (${detail})`
      : `${host}${portOf(port)}: ${chain.join(' ← ')}, issued by ${issuer ?? ''}, until ${expires}`,
  problems: ({ problems }) => problems,
};

/** The port, where it is not that of HTTPS. */
function portOf(port: number): string {
  return port === INGRESS_HTTPS.port ? '' : `, port ${port}`;
}

/** Asks for the certificate of every host at its gateway, until it is as it should be or the signal says stop. */
async function checkServedCertificates(
  subjects: readonly ServedCertificateSubject[],
  clusters: readonly ClusterPlace[],
  signal: AbortSignal,
): Promise<ServedCertificateResult[]> {
  return Promise.all(
    subjects.map(async (subject) => {
      const cluster = clusters.find(({ name }) => name === subject.cluster);
      if (cluster === undefined) return unserved(subject, 'its cluster cannot be reached');
      return eventually(
        () => ask(subject, cluster, signal),
        ({ ok }) => ok,
        signal,
      );
    }),
  );
}

async function ask(
  subject: ServedCertificateSubject,
  { client, problem }: ClusterPlace,
  signal: AbortSignal,
): Promise<ServedCertificateResult> {
  if (problem !== undefined) return unserved(subject, problem);
  try {
    const [pod = ''] = await systemPods(client, subject.selector, signal);
    const { port, proxyProtocol, requestedHost } = subject;
    const target = { namespace: SYSTEM_NAMESPACE, pod, port: targetPortOf(port), proxyProtocol };
    const socket = await orAborted(openListenerTls(client, target, requestedHost), signal);
    const chain = chainOf(socket);
    socket.destroy();
    return judgeServed(subject, chain, new Date());
  } catch (error) {
    return unserved(subject, explain(error));
  }
}

/** The certificates that a server sent, in its order. Node knows them one by one, each with its issuer. */
function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let current = socket.getPeerX509Certificate();
  while (current !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push(current);
    const { issuerCertificate } = current;
    current = issuerCertificate?.fingerprint256 === current.fingerprint256 ? undefined : issuerCertificate;
  }
  return chain;
}

/** More certificates than any chain has. */
const LONGEST_CHAIN = 10;
