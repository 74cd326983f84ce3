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
import type { TunnelHttp } from '../../tunnel-http';
import { HEADER_PATH } from '../../answers/netexec';
import { certificatesOf } from '../../answers/proxy';
import type { PodPlace, RunningWorkloads } from '../../workloads/place';
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
  ask: (imports, { clusters }, signal) => checkImports(imports, clusters, signal),
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
  places: readonly PodPlace[],
  signal: AbortSignal,
): Promise<ImportResult[]> {
  const checks = imports.map(async (subject) => {
    if (!isAsked(subject)) return unaskedImport(subject);
    const workloads = places.find(({ name }) => name === subject.consumer)?.workloads;
    if (workloads === undefined) return unreachedImport(subject, 'no client runs in the cluster that imports it');
    const url = `http://${subject.host}:${subject.port}${HEADER_PATH}`;
    const attempt = async (client: TunnelHttp) => {
      const page = await visit(client, url, signal);
      const trusts = hasFailed(page) ? await trustsRoot(subject, workloads, signal) : undefined;
      return judgeImport(subject, page, trusts);
    };
    return workloads.asking('client', (client) =>
      eventually(
        () => attempt(client),
        ({ ok }) => ok,
        signal,
      ),
    );
  });
  return Promise.all(checks);
}

async function trustsRoot(subject: ImportSubject, workloads: RunningWorkloads, signal: AbortSignal): Promise<Trusts> {
  try {
    return isTrusted(subject, (await certificatesOf(workloads, 'client', signal)).trusted);
  } catch {
    // The call is silent then, and tried again.
    return undefined;
  }
}
