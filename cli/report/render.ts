import { CHECKS, type Judged, judged, MESH_CHECKS, STACK_CHECKS } from '../checks/all';
import { type Check, documentation, type StackCheck } from '../checks/check';
import { mark } from './mark';
import { matrix } from './matrix';
import type { MeshSummary, Report } from './report';

/** Writes a report for people. */
export function render(report: Report): string {
  const blocks = [
    ...report.meshes.map((mesh) => meshBlock(mesh, report)),
    ...STACK_CHECKS.flatMap((check) => stackBlocks(check, report)),
    ...runBlock(report),
    ...offlineBlock(report),
    ...report.diagnosis.map(({ failure, findings }) =>
      [`Look at ${failure}`, ...findings.map((finding) => `    ${finding}`)].join('\n'),
    ),
    ...adviceBlock(report),
    summaryLine(report),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The places that are offline: their silence is no failure. */
function offlineBlock({ offline }: Report): string[] {
  if (offline.length === 0) return [];
  return [`offline, and not asked: ${offline.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`];
}

/** The last line of the report: passed or failed, with counts. */
export function summaryLine(report: Report): string {
  const all = CHECKS.map((check) => ({ check, results: judged(check, report) }));
  const statuses = all.flatMap(({ results }) => results.map(({ status }) => status));
  const parts = [
    ...all.flatMap(({ check, results }) => counted(check, results, report.meshes.length > 0)),
    ...some('not asked', statuses.filter((status) => status === 'skip').length),
    ...some('warnings', statuses.filter((status) => status === 'warn').length),
    ...all.flatMap(({ check, results }) =>
      check.needs === 'every place' ? some(`${check.noun}s`, results.length) : [],
    ),
  ];
  const verdict = report.ok ? 'passed' : 'failed';
  return `${mark(report.ok ? 'pass' : 'fail')} verify ${verdict}: ${parts.join(', ')} (${report.seconds.toFixed(1)} s)`;
}

/** The count of a check that asked something. Pairs are counted as soon as there is a mesh. */
function counted({ needs, noun, showsTraffic }: Check, results: readonly Judged[], hasMeshes: boolean): string[] {
  if (needs === 'every place') return [];
  const asked = results.filter(({ status }) => status !== 'skip');
  if (asked.length === 0 && !(hasMeshes && showsTraffic && needs === 'mesh workloads')) return [];
  const good = asked.filter(({ status }) => status !== 'fail').length;
  return [`${good} of ${asked.length} ${noun}${asked.length === 1 ? '' : 's'}`];
}

function some(name: string, count: number): string[] {
  return count === 0 ? [] : [`${name}: ${count}`];
}

function meshBlock(mesh: MeshSummary, report: Report): string {
  const results = MESH_CHECKS.flatMap((check) => judged(check, report)).filter(
    ({ result }) => 'mesh' in result && result.mesh === mesh.name,
  );
  return [
    `mesh ${mesh.name}: trust domain ${mesh.trustDomain}, mTLS ${mesh.mtls}`,
    '',
    matrix(
      mesh,
      report.pairs.filter((pair) => pair.mesh === mesh.name),
    ),
    '',
    ...results.map(resultLines),
  ]
    .join('\n')
    .trimEnd();
}

function stackBlocks(check: StackCheck, report: Report): string[] {
  const groups = new Map<string, string[]>();
  for (const one of judged(check, report)) {
    const heading = check.heading(one.result);
    groups.set(heading, [...(groups.get(heading) ?? []), resultLines(one)]);
  }
  return [...groups].map(([heading, lines]) => [heading, '', ...lines].join('\n'));
}

function runBlock(report: Report): string[] {
  const results = CHECKS.filter(({ needs }) => needs === 'every place').flatMap((check) => judged(check, report));
  return results.length === 0 ? [] : [results.map(resultLines).join('\n')];
}

function resultLines({ check, line, problems, status }: Judged): string {
  const id = status === 'fail' || status === 'warn' ? ` [${check.id}]` : '';
  return [`${mark(status)} ${line}${id}`, ...problems.map((problem) => `    ${problem}`)].join('\n');
}

/** Advice for each check that failed or warned, once per check. */
function adviceBlock(report: Report): string[] {
  const concerned = CHECKS.filter((check) =>
    judged(check, report).some(({ status }) => status === 'fail' || status === 'warn'),
  );
  return concerned.map((check) =>
    [`${check.id} ${check.title}`, `    ${check.advice}`, `    See ${documentation(check)}`].join('\n'),
  );
}
