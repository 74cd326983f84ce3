import { CHECKS, type Judged, judged } from '../checks/all';
import { documentation } from '../checks/check';
import type { Report } from './report';

/** Writes a report as JUnit XML for CI: a test suite for each check with results, a test case for each result. */
export function junit(report: Report): string {
  const suites = CHECKS.flatMap((check) => {
    const results = judged(check, report);
    if (results.length === 0) return [];
    const cases = results.map((one) => testCase(report.stack, one));
    return [element('testsuite', { name: `${check.id} ${check.title}`, ...counts(results) }, cases.join(''))];
  });
  const all = CHECKS.flatMap((check) => judged(check, report));
  return document({ ...counts(all), time: report.seconds.toFixed(1) }, suites.join(''));
}

/** Writes a run that could not check anything, as one test case with an error. */
export function junitOfError(message: string): string {
  const error = element('error', { message: message.split('\n')[0] ?? '' }, escaped(message));
  const count = { tests: '1', failures: '0', errors: '1', skipped: '0' };
  const failed = element('testcase', { classname: 'verify', name: 'verify can check the stack' }, error);
  return document({ ...count, time: '0' }, element('testsuite', { name: 'verify', ...count }, failed));
}

function document(attributes: Readonly<Record<string, string>>, suites: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'verify', ...attributes }, suites)}`;
}

function counts(results: readonly Judged[]): Record<string, string> {
  const count = (wanted: Judged['status']) => String(results.filter(({ status }) => status === wanted).length);
  return { tests: String(results.length), failures: count('fail'), errors: '0', skipped: count('skip') };
}

function testCase(stack: string, { check, line, problems, status }: Judged): string {
  const details = [line, ...problems, `${check.advice} See ${documentation(check)}`].join('\n');
  // JUnit has no element for warnings: the case passes, and its output has the warning.
  const outcome = {
    pass: '',
    warn: element('system-out', {}, escaped(details)),
    fail: element('failure', { type: check.id, message: problems[0] ?? line }, escaped(details)),
    skip: element('skipped', { message: line }, ''),
  }[status];
  return element('testcase', { classname: `${stack}.${check.id}`, name: line }, outcome);
}

function element(name: string, attributes: Readonly<Record<string, string>>, content: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return content === '' ? `<${name}${pairs.join('')}/>\n` : `<${name}${pairs.join('')}>${content}</${name}>\n`;
}

/** Escapes a text for XML. XML 1.0 allows most control characters in no form, so U+FFFD replaces them. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
