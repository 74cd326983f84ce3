import { parseArgs } from 'node:util';
import { type Duration, DURATIONS_FILE, durationTable, writeDurations } from './durations';
import { type Failure, failureList } from './failures';
import { goTier } from './go-tier';
import { diagnosed, printDiagnosis } from './lab/diagnosis';
import { mochaTier, type TierResult } from './mocha-tier';

const HELP = `Runs the tests, and says what took how long.

  npm test -- [TIER …] [--grep TEXT]

  TIER         unit, component, go, lab or soak  (default: all but soak, which takes hours)
  --grep TEXT  only tests whose title holds this text; the go tier takes no part then
`;

/** The tiers in the order of their cost, so that a cheap tier finds a mistake before an expensive one. */
const TIERS: Readonly<Record<string, (grep?: string) => Promise<TierResult>>> = {
  unit: (grep) => mochaTier('test/unit', grep),
  component: (grep) => mochaTier('test/component', grep),
  go: (grep) =>
    grep === undefined ? goTier() : Promise.resolve({ passed: 0, failed: 0, failures: [], durations: [] }),
  lab: (grep) => mochaTier('test/lab', grep, { onFailure: printDiagnosis, looked: diagnosed }),
  soak: (grep) => mochaTier('test/soak', grep, { onFailure: printDiagnosis, looked: diagnosed }),
};

/** Runs the tiers that are named, or all of them, and ends with one line that counts them together. */
async function main(args: readonly string[]): Promise<void> {
  const { positionals: names, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { grep: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const known = Object.keys(TIERS);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no tier ${unknown.join(', ')}. The tiers are ${known.join(', ')}.`);
    process.exit(2);
  }
  const durations: Record<string, readonly Duration[]> = {};
  const failures: Failure[] = [];
  let [passed, failed] = [0, 0];
  for (const [name, run] of Object.entries(TIERS)) {
    if (names.length > 0 ? !names.includes(name) : name === 'soak') continue;
    console.log(`\n── ${name} tier`);
    const begun = performance.now();
    const result = await run(values.grep);
    durations[name] = result.durations;
    passed += result.passed;
    failed += result.failed;
    failures.push(...result.failures);
    const seconds = (performance.now() - begun) / 1000;
    console.log(`\n── ${name} tier: ${seconds.toFixed(0)} s\n${durationTable(result.durations)}`);
  }
  writeDurations(durations);
  console.log(`Every duration is in ${DURATIONS_FILE}.\n\n${failureList(failures)}${passed} passed, ${failed} failed`);
  // A run without a test proves nothing.
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
});
