import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';

/**
 * Fails unless a README shows the last line of verify as it is.
 *
 * @param readme file.
 * @param output of verify, with a last line that begins with its verdict.
 */
export function assertSummaryShown(readme: string, output: string): void {
  const shown = summaryWithoutTime(readFileSync(readme, 'utf8'));
  assert.ok(shown, `${readme} shows no last line of verify`);
  assert.equal(shown, summaryWithoutTime(output));
}

/** The last line of verify without its colours and its time, which differs from run to run. */
function summaryWithoutTime(text: string): string | undefined {
  return /^.*(verify (?:passed|failed): .*) \(\d+\.\d s\)/m.exec(text)?.[1];
}
