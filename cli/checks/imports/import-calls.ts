import { eventually } from '../../eventually';
import {
  hasFailed,
  type ImportResult,
  importsOf,
  type ImportSubject,
  isTrusted,
  judgeImport,
  type Trusts,
  unaskedImport,
  unreachedImport,
} from './imports';
import type { ClusterClient } from '../../kubernetes/cluster-client';
import { type PodHttp, usingPod } from '../../kubernetes/pod-http';
import { HEADER_PATH, netexecOf } from '../../answers/netexec';
import { certificatesOf } from '../../answers/proxy';
import type { ClusterSession } from '../../workloads/session';
import { askedPassOrFail, type StackCheck } from '../check';
import { callerAndCalled } from '../seen-identities';
import { isAsked } from '../services/services';
import { visit } from '../services/visits';

/** Services that a mesh imports from another, called from each of its clusters. */
export const importsCheck: StackCheck<'imports', ImportResult, ImportSubject> = {
  id: 'MW601',
  title: 'Imports answer while meshes trust each other, and only then',
  anchor: 'mw601',
  key: 'imports',
  noun: 'import',
  advice:
    'Run `pulumi up` if trust was changed in the config only; else look at the gateway of the exporting mesh and at its policies.',
  needs: 'all workloads',
  showsTraffic: true,
  subjects: ({ name, outputs, reading }, namespace) => importsOf(reading, outputs, name, namespace),
  isAsked,
  clusterOf: ({ consumer }) => consumer,
  ask: (imports, { meshed, namespace }, signal) => checkImports(imports, meshed, namespace, signal),
  judge: askedPassOrFail,
  heading: ({ federation, trust }) =>
    `federation ${federation}: trust ${trust}${trust === 'withdrawn' ? ', so every call has to be refused' : ''}`,
  line: (result) =>
    `${result.consumer} → ${result.host}:${result.port}: ${result.outcome} (${callerAndCalled(result)})`,
  problems: () => [],
};

/** Calls every import by the mesh's client in each cluster of the importing mesh, until it is as it should be or the signal says stop. */
export async function checkImports(
  imports: readonly ImportSubject[],
  sessions: readonly ClusterSession[],
  namespace: string,
  signal: AbortSignal,
): Promise<ImportResult[]> {
  const checks = imports.map(async (subject) => {
    if (!isAsked(subject)) return unaskedImport(subject);
    const session = sessions.find(({ name }) => name === subject.consumer);
    if (session?.pods === undefined) return unreachedImport(subject, 'no client runs in the cluster that imports it');
    const pod = session.pods.client.name;
    const url = `http://${subject.host}:${subject.port}${HEADER_PATH}`;
    const attempt = async (client: PodHttp) => {
      const page = await visit(client, url, signal);
      const trusts = hasFailed(page)
        ? await trustsRoot(subject, session.client, { namespace, pod }, signal)
        : undefined;
      return judgeImport(subject, page, trusts);
    };
    return usingPod(session.client, netexecOf(namespace, pod), (client) =>
      eventually(
        () => attempt(client),
        ({ ok }) => ok,
        signal,
      ),
    );
  });
  return Promise.all(checks);
}

async function trustsRoot(
  subject: ImportSubject,
  client: ClusterClient,
  { namespace, pod }: { readonly namespace: string; readonly pod: string },
  signal: AbortSignal,
): Promise<Trusts> {
  try {
    return isTrusted(subject, (await certificatesOf(client, namespace, pod, signal)).trusted);
  } catch {
    // The call is silent then, and tried again.
    return undefined;
  }
}
