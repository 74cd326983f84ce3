import type { PrecheckedCluster } from '../../config/precheck';
import type { Finding } from '../../model/precheck/finding';
import { PRECHECKS } from '../../model/precheck/prechecks';
import { CHECKS_PAGE, type Status } from '../checks/check';
import { mark } from './mark';

/** Version of the JSON document. It rises when something is taken away or changes its meaning; additions keep it. */
const SCHEMA_VERSION = 1;

/** ID of the check whether a cluster answers at all. */
const ANSWERS = 'MW901';

/** One check in one cluster. */
export interface PrecheckedCheck {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly findings: readonly Finding[];
}

/** The outcome of precheck: the JSON document of `--json`, and the source of the text. It holds no secret. */
export interface PrecheckReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly stack: string;
  /** Whether nothing is in the way of `pulumi up`. Warnings let it pass. */
  readonly ok: boolean;
  /** How long all of it took, in seconds. */
  readonly seconds: number;
  readonly clusters: readonly { readonly name: string; readonly checks: readonly PrecheckedCheck[] }[];
}

/** Puts the findings of all clusters together. */
export function precheckReport(stack: string, checked: readonly PrecheckedCluster[], seconds: number): PrecheckReport {
  const clusters = checked.map((one) => ({ name: one.cluster, checks: [answersCheck(one), ...otherChecks(one)] }));
  const ok = clusters.every(({ checks }) => checks.every(({ status }) => status !== 'fail'));
  return { schemaVersion: SCHEMA_VERSION, stack, ok, seconds, clusters };
}

function answersCheck({ cluster, unreached }: PrecheckedCluster): PrecheckedCheck {
  const about = { id: ANSWERS, title: 'The cluster answers' };
  if (unreached === undefined) return { ...about, status: 'pass', findings: [] };
  const finding: Finding = {
    cluster,
    status: 'fail',
    object: 'The API server',
    owner: '',
    problem: `it does not answer: ${unreached}`,
    fix: 'Look at the address and the credentials in its kubeconfig, and at the way to it from here.',
  };
  return { ...about, status: 'fail', findings: [finding] };
}

function otherChecks({ results }: PrecheckedCluster): PrecheckedCheck[] {
  return results.map(({ check: { id, title }, findings }) => ({
    id,
    title,
    status: findings === undefined ? 'skip' : worst(findings),
    findings: findings ?? [],
  }));
}

function worst(findings: readonly Finding[]): Status {
  if (findings.length === 0) return 'pass';
  return findings.some(({ status }) => status === 'fail') ? 'fail' : 'warn';
}

/** Writes a report for people. */
export function renderPrecheck({ clusters, ok, seconds }: PrecheckReport): string {
  const blocks = clusters.map(({ checks, name }) => [`cluster ${name}`, '', ...checks.flatMap(checkLines)].join('\n'));
  const findings = clusters.flatMap(({ checks }) => checks.flatMap((check) => check.findings));
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  const counts = `${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'}, in the way: ${count('fail')}, warnings: ${count('warn')}`;
  const verdict = `${mark(ok ? 'pass' : 'fail')} precheck ${ok ? 'passed' : 'failed'}: ${counts} (${seconds.toFixed(1)} s)`;
  const hint = findings.length === 0 ? [] : [`See ${CHECKS_PAGE} and docs/how-to/clusters-in-use.md.`];
  return `${[...blocks, ...hint, verdict].join('\n\n')}\n`;
}

function checkLines({ findings, id, status, title }: PrecheckedCheck): string[] {
  const reason = status === 'skip' ? ': not asked, because the user of the kubeconfig may not list what it reads' : '';
  if (findings.length === 0) return [`${mark(status)} ${title}${reason}`];
  return findings.flatMap((finding) => [`${mark(finding.status)} ${sentence(finding)} [${id}]`, `    ${finding.fix}`]);
}

/** A finding as one line: the object, the problem and the owner. */
export function sentence({ object, owner, problem }: Finding): string {
  return `${object}${owner === '' ? '' : ` (${owner})`}: ${problem}`;
}

/** Every check of precheck, by ID and title. */
export const PRECHECK_TITLES: readonly { readonly id: string; readonly title: string }[] = [
  { id: ANSWERS, title: 'The cluster answers' },
  ...PRECHECKS.map(({ id, title }) => ({ id, title })),
];
