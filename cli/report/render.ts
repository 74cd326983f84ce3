import type { CertificateResult, ControlPlaneResult, MeshSummary, PairResult, PlaintextResult, Report } from './report';
import { mark } from './mark';
import { entryBlocks } from './render-entries';
import { table } from './table';

/** Writes a report for people. */
export function render(report: Report): string {
  const blocks = [
    ...report.meshes.map((mesh) => meshBlock(mesh, report)),
    ...entryBlocks(report),
    ...(report.clusterProblems.length === 0
      ? []
      : [report.clusterProblems.map(({ cluster, message }) => `✗ cluster ${cluster}: ${message}`).join('\n')]),
    ...report.diagnosis.map(({ failure, findings }) =>
      [`Look at ${failure}`, ...findings.map((finding) => `    ${finding}`)].join('\n'),
    ),
    summaryLine(report),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** One line that says how it went. */
export function summaryLine({
  ok,
  meshes,
  pairs,
  certificates,
  plaintext,
  controlPlanes,
  services,
  imports,
  ingressRoutes,
  clusterProblems,
  seconds,
}: Report): string {
  const unasked = [...services, ...imports, ...ingressRoutes].filter(({ outcome }) => outcome === 'not asked');
  const parts = [
    ...(meshes.length === 0
      ? []
      : [
          count(pairs, 'pair'),
          count(certificates, 'certificate'),
          count(plaintext, 'plaintext check'),
          count(controlPlanes, 'istiod'),
        ]),
    ...countAsked(services, 'service port'),
    ...countAsked(imports, 'import'),
    ...countAsked(ingressRoutes, 'ingress host'),
    ...(unasked.length === 0 ? [] : [`not asked: ${unasked.length}`]),
    ...(clusterProblems.length === 0 ? [] : [`cluster problems: ${clusterProblems.length}`]),
  ];
  return `${ok ? '✓' : '✗'} verify ${ok ? 'passed' : 'failed'}: ${parts.join(', ')} (${seconds.toFixed(1)} s)`;
}

function meshBlock(mesh: MeshSummary, report: Report): string {
  const of = <T extends { readonly mesh: string }>(results: readonly T[]) =>
    results.filter((result) => result.mesh === mesh.name);
  const pairs = of(report.pairs);
  return [
    `mesh ${mesh.name}: trust domain ${mesh.trustDomain}, mTLS ${mesh.mtls}`,
    '',
    matrix(mesh, pairs),
    '',
    ...pairs.map(pairLine),
    ...of(report.certificates).map(certificateLine),
    ...of(report.plaintext).map(plaintextLine),
    ...of(report.controlPlanes).map(controlPlaneLine),
  ]
    .join('\n')
    .trimEnd();
}

function matrix({ clusters }: MeshSummary, pairs: readonly PairResult[]): string {
  const header = ['from \\ to', ...clusters.map(({ name, version }) => `${name} (${version})`)];
  const rows = clusters.map((source) => [
    source.name,
    ...clusters.map((destination) =>
      cell(pairs.find((pair) => pair.source === source.name && pair.destination === destination.name)),
    ),
  ]);
  return table([header, ...rows], '  ');
}

function cell(pair: PairResult | undefined): string {
  if (pair === undefined) return '–';
  const latency = pair.latencyMs === null ? '' : ` ${pair.latencyMs.toFixed(1)} ms`;
  return `${mark(pair)}${latency}${pair.route?.kind === 'gateway' ? ' via gateway' : ''}`;
}

function pairLine(pair: PairResult): string {
  const identities =
    pair.sourceIdentity === null && pair.destinationIdentity === null
      ? 'no answer'
      : `${pair.sourceIdentity ?? 'nobody'} → ${pair.destinationIdentity ?? 'nobody'}`;
  const route =
    pair.route === null
      ? ''
      : `, ${pair.route.kind === 'gateway' ? 'through gateway' : 'to pod'} ${pair.route.addresses.join(', ')}`;
  return withProblems(pair, `${pair.source} → ${pair.destination}: ${identities}${route}`);
}

function certificateLine(result: CertificateResult): string {
  const { cluster, expires, intermediate, signedBy, workload } = result;
  const chain = intermediate === null ? 'no chain' : `signed by ${intermediate} of ${signedBy}, up to the mesh's root`;
  return withProblems(
    result,
    `certificate of ${workload} in ${cluster}: ${chain}${expires === null ? '' : `, until ${expires}`}`,
  );
}

function plaintextLine(result: PlaintextResult): string {
  return withProblems(
    { ok: result.ok, problems: [] },
    `plaintext to ${result.cluster}: ${result.outcome} (${result.detail})`,
  );
}

function controlPlaneLine(result: ControlPlaneResult): string {
  const clusters = result.clusters.map(({ id, status }) => `${id} ${status}`).join(', ') || 'no clusters';
  const gateways =
    result.gateways.map(({ address, network, port }) => `${network} ${address}:${port}`).join(', ') || 'no gateways';
  return withProblems(result, `istiod of ${result.cluster} (${result.pod ?? 'no pod'}): ${clusters}; ${gateways}`);
}

function withProblems(result: { readonly ok: boolean; readonly problems: readonly string[] }, line: string): string {
  return [`${mark(result)} ${line}`, ...result.problems.map((problem) => `    ${problem}`)].join('\n');
}

function count(results: readonly { readonly ok: boolean }[], what: string): string {
  const good = results.filter(({ ok }) => ok).length;
  return `${good} of ${results.length} ${what}${results.length === 1 ? '' : 's'}`;
}

function countAsked(results: readonly { readonly ok: boolean; readonly outcome: string }[], what: string): string[] {
  const asked = results.filter(({ outcome }) => outcome !== 'not asked');
  return asked.length === 0 ? [] : [count(asked, what)];
}
