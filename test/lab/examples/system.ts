import { strict as assert } from 'node:assert';
import type { PairResult } from '../../../cli/checks/pairs/pairs';
import { summaryLine } from '../../../cli/report/render';
import type { Report } from '../../../cli/report/report';
import { Example } from '../../../examples/example';
import type { Lab } from '../../../lab/lab';
import { CLUSTER_DOMAIN } from '../../../model/names/service';
import { assertNothingOfIstio } from '../remains';
import { sideBySide } from '../../../lab/side-by-side';
import { Stack } from '../stack';
import { assertSummaryShown } from './summary-shown';

/** The tests of one system beyond those that all systems share. */
export interface Shown {
  /** Changes its config before it comes up. */
  readonly change?: (stack: Stack) => void;
  /** Judges verify's report, once the system is up. */
  readonly report: (report: Report) => void;
  /** Declares tests on the system while it is up. */
  readonly further?: (stack: () => Stack) => void;
}

/**
 * The tests of an example in a lab: those of {@link showsConfigInLab}, with its workloads.
 *
 * @param name of the example.
 */
export function showsInLab(name: string, lab: () => Lab, shown: Shown): void {
  const example = Example.find(name);
  assert.ok(example);
  before(() => lab().applyNamespaces(example));
  const report = (report: Report): void => {
    // A config that was changed before it came up is not what its README shows.
    if (shown.change === undefined) assertSummaryShown(example.readme, summaryLine(report));
    shown.report(report);
  };
  showsConfigInLab(example.configFile, lab, { ...shown, report }, () => lab().applyWorkloads(example));
}

/**
 * The tests that all systems share in a lab: it comes up, requests flow, there is nothing left to do and no drift, and it leaves nothing behind.
 *
 * @param configFile of the system.
 * @param lab that has the system's clusters, and nothing in them.
 * @param shown the tests of this system alone.
 * @param workloads puts into the clusters the pods that come after the mesh, for its sidecars.
 */
export function showsConfigInLab(
  configFile: string,
  lab: () => Lab,
  shown: Shown,
  workloads: () => Promise<void> = () => Promise.resolve(),
): void {
  let stack: Stack;

  it('comes up', async () => {
    stack = await Stack.create(lab(), configFile);
    shown.change?.(stack);
    await stack.succeed('up', '--yes', '--skip-preview');
    await workloads();
  });

  it('carries requests between all clusters over mTLS, and has nothing to do and no drift', async () => {
    shown.report(await reportWithoutDrift(stack));
  });

  shown.further?.(() => stack);

  it('is destroyed without remains', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertNothingOfIstio(lab());
  });
}

/**
 * The report of verify on a system for which a preview and a refresh find nothing to do.
 *
 * @throws Error if a check fails, if there is something to do, or if a pod outside of a mesh could call one in it.
 */
export async function reportWithoutDrift(stack: Stack): Promise<Report> {
  const [report] = await sideBySide(stack.verified(), stack.unchanged());
  assert.deepEqual(
    new Set(report.clusterDomains.map(({ domain }) => domain)),
    new Set(report.meshes.length === 0 ? [] : [CLUSTER_DOMAIN]),
  );
  // A pod outside of a mesh reaches no pod or machine in it: no system of these tests accepts plaintext everywhere.
  assert.deepEqual(
    report.plaintext.map(({ outcome, place }) => [place, outcome]),
    report.meshes.flatMap(({ clusters, machines }) => [...clusters, ...machines].map(({ name }) => [name, 'refused'])),
  );
  return report;
}

/** The way of each pair of clusters, as `east → west: direct`, sorted. A pair without an answer or with another's identity counts as broken. */
export function routes({ pairs }: Pick<Report, 'pairs'>, trustDomain = 'blue.example'): string[] {
  return pairs.map((pair) => `${pair.source} → ${pair.destination}: ${asExpected(pair, trustDomain)}`).sort();
}

function asExpected(
  { answers, destinationIdentity, ok, route, source, sourceIdentity, version }: PairResult,
  trustDomain: string,
): string {
  const identity = (account: string) => `spiffe://${trustDomain}/ns/meshwork-verify/sa/${account}`;
  const known =
    sourceIdentity === identity(`client-${source}`) && destinationIdentity === identity(`server-${version}`);
  return ok && known && answers > 0 ? (route?.kind ?? 'no route') : 'broken';
}

/** The clusters that each istiod watches, as `east: east, west`, sorted. */
export function watches({ controlPlanes }: Report): string[] {
  return controlPlanes.map(({ cluster, clusters }) => `${cluster}: ${synced(clusters)}`).sort();
}

function synced(clusters: Report['controlPlanes'][number]['clusters']): string {
  return clusters
    .flatMap(({ id, status }) => (status === 'synced' ? [id] : []))
    .sort()
    .join(', ');
}
