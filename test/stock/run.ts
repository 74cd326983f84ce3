import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { cacheDirectory } from '../../lab/cache/directory';
import { Cache } from '../../lab/cache/entry';
import { describeError } from '../../lab/error';
import { formatDuration, StreamProgress } from '../../lab/progress';
import { chooseAccelerator } from './accelerator';
import { makeDataDisk } from './data-disk';
import { Machine } from './machine';
import { requireNeeds } from './needs';
import { HELP, type Release, releasesOf } from './releases';
import { ensureRootDisk } from './root-disk';
import { inCheckout, prepare, STAGES } from './stages';
import { ensureTools } from './tools';

const progress = new StreamProgress();
/** A line for each stage that was run. */
const outcomes: string[] = [];

/** Boots a machine of a release and runs the stages in it. Yields whether all passed; the directory is kept where one did not. */
async function tryRelease(cache: Cache, release: Release): Promise<boolean> {
  const tools = await ensureTools(cache, progress);
  const root = await ensureRootDisk(cache, release, tools, progress);
  const directory = await mkdtemp(path.join(tmpdir(), `meshwork-stock-${release.number}-`));
  const data = await makeDataDisk(cache, directory, progress);
  const accelerator = await chooseAccelerator(tools, root, path.join(directory, 'kvm.log'));
  const boot = () => Machine.boot({ tools, root, data, accelerator, directory });
  outcomes.push(`\nDebian ${release.number}, ${accelerator.name}`);
  const machine = await progress.step(`Boot Debian ${release.number}, ${accelerator.name}`, boot);
  let passed = false;
  try {
    await prepare(machine);
    passed = await runStages(machine, accelerator.patience);
    if (!passed) await machine.shell(inCheckout('tail --lines 30 .lab/clusters/*/logs/*.log', 1));
  } finally {
    await machine.end();
    if (passed) await rm(directory, { recursive: true });
    else progress.note(`   The machine's console: ${directory}/console.log`);
  }
  return passed;
}

/** Runs the stages up to the first that fails. */
async function runStages(machine: Machine, patience: number): Promise<boolean> {
  for (const { title, command, says } of STAGES) {
    progress.note(`\n…  ${title} (${command})`);
    const begun = performance.now();
    const { code, output } = await machine.shell(inCheckout(command, patience));
    const passed = code === 0 && (says === undefined || says.test(output));
    const duration = formatDuration(performance.now() - begun);
    outcomes.push(`${passed ? '✓' : '✗'}  ${title}  ${duration}${passed ? '' : `, exit code ${String(code)}`}`);
    progress.note(outcomes.at(-1) ?? '');
    if (!passed) return false;
  }
  return true;
}

/** Tries the releases that are named and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const releases = releasesOf(args);
  await requireNeeds();
  const cache = new Cache(cacheDirectory());
  const failed: string[] = [];
  for (const release of releases) {
    if (!(await tryRelease(cache, release))) failed.push(release.number);
  }
  progress.note(`\n${outcomes.join('\n')}`);
  return failed.length === 0 ? 0 : 1;
}

// A machine ends with us, and its directory is left for a look.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  },
);
