// @ts-check
// Names everything that this machine lacks for the lab, at once and before anything is changed. Needs no node_modules.
//   node lab/preflight.mjs [--json]
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluate } from './preflight/checks.mjs';
import { gatherFacts } from './preflight/facts.mjs';

/**
 * Looks at the machine and returns all findings, the good ones too.
 * @returns {import('./preflight/types.d.ts').Finding[]}
 */
export function preflight() {
  return evaluate(gatherFacts());
}

/**
 * The missing things in words for people; empty where all is well.
 * @param {import('./preflight/types.d.ts').Finding[]} findings
 * @returns {string}
 */
export function describe(findings) {
  const missing = findings.filter((finding) => finding.state === 'missing');
  if (missing.length === 0) {
    return '';
  }
  const parts = missing.map(
    (finding) =>
      `✗  ${finding.what}\n   found:  ${finding.found}\n   needed: ${finding.needed}\n   to do:  ${finding.remedy}`,
  );
  const count = missing.length === 1 ? 'One thing is' : `${missing.length} things are`;
  return `${count} missing on this machine. Nothing was changed.\n\n${parts.join('\n\n')}\n`;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const findings = preflight();
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(findings, undefined, 2));
  } else {
    console.log(describe(findings) || 'This machine has everything that the lab needs.');
  }
  process.exitCode = findings.some((finding) => finding.state === 'missing') ? 1 : 0;
}
