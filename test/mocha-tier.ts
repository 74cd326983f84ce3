import { relative } from 'node:path';
import { globSync } from 'glob';
import Mocha from 'mocha';
import type { Duration } from './durations';
import { type Failure, shownMessage } from './failures';

/** The result of a tier. */
export interface TierResult {
  readonly passed: number;
  /** A failing hook counts as a failure, as mocha counts it. */
  readonly failed: number;
  readonly failures: readonly Failure[];
  readonly durations: readonly Duration[];
}

/** Receives the failures of a tier. */
export interface FailureReport {
  /** Is told of each failure at once, of a test or of a hook. */
  readonly onFailure: () => void;
  /** Holds up the next test until the failure was looked at. */
  readonly looked: () => Promise<void>;
}

/**
 * Runs every `*.test.ts` below a directory.
 *
 * @param grep runs only tests whose full title holds this text.
 */
export function mochaTier(directory: string, grep?: string, report?: FailureReport): Promise<TierResult> {
  const mocha = new Mocha({ forbidOnly: true, timeout: 0, color: process.stdout.isTTY });
  if (grep !== undefined) mocha.fgrep(grep);
  if (report !== undefined) mocha.rootHooks({ afterEach: () => report.looked() });
  for (const file of globSync(`${directory}/**/*.test.ts`).sort()) mocha.addFile(file);
  return new Promise((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed, failures, durations }));
    const durations = timed(runner);
    const failures = failuresOf(runner);
    if (report !== undefined) runner.on('fail', () => report.onFailure());
  });
}

/** Collects the failures, and prints the message of each at once: mocha's own report of them comes when the tier ends. */
function failuresOf(runner: Mocha.Runner): Failure[] {
  const failures: Failure[] = [];
  runner.on('fail', (runnable: Mocha.Runnable, error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.log(shownMessage(message));
    failures.push({ file: relative(process.cwd(), runnable.file ?? ''), title: runnable.fullTitle(), message });
  });
  return failures;
}

/** Collects the durations of tests and hooks, as they end. */
function timed(runner: Mocha.Runner): Duration[] {
  const durations: Duration[] = [];
  const started = new Map<Mocha.Runnable, number>();
  const begins = (runnable: Mocha.Runnable): void => void started.set(runnable, performance.now());
  const ends = (kind: Duration['kind'], runnable: Mocha.Runnable): void => {
    const begun = started.get(runnable);
    // A hook that fails does not end, so its failure does; a test does both. The runner's own hooks stand in no file.
    if (begun === undefined || runnable.file === undefined) return;
    started.delete(runnable);
    const seconds = (performance.now() - begun) / 1000;
    const file = relative(process.cwd(), runnable.file);
    durations.push({ file, kind, title: runnable.fullTitle(), seconds, failed: runnable.isFailed() });
  };
  runner.on('test', begins).on('hook', begins);
  runner.on('test end', (test: Mocha.Test) => ends('test', test));
  runner.on('hook end', (hook: Mocha.Hook) => ends('hook', hook));
  runner.on('fail', (failed: Mocha.Runnable) => {
    if (failed instanceof Mocha.Hook) ends('hook', failed);
  });
  return durations;
}
