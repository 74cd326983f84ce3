import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { globSync } from 'glob';
import { buildEnvironment } from '../lab/build/go-build';
import type { Duration } from './durations';
import type { Failure } from './failures';
import type { TierResult } from './mocha-tier';

/** One line of `go test -json` (cmd/internal/test2json). */
interface Event {
  readonly Action: 'pass' | 'fail' | 'output' | 'build-output' | (string & {});
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
  /** Seconds. */
  readonly Elapsed?: number;
}

const LAB = join(__dirname, '..', 'lab');

/** Tests the lab's Go programs: every package of its workspace that has tests. Prints the failures. */
export async function goTier(): Promise<TierResult> {
  const packages = new Set(globSync('**/*_test.go', { cwd: LAB, dotRelative: true }).map(dirname));
  const child = spawn('go', ['test', '-json', ...[...packages].sort()], {
    cwd: LAB,
    // The builds' own settings, so that the packages that they compiled are not compiled again.
    env: buildEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  let passed = 0;
  const failures: Failure[] = [];
  const durations: Duration[] = [];
  const output = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    const key = `${event.Package ?? ''} ${event.Test ?? ''}`;
    if (event.Output !== undefined) output.set(key, (output.get(key) ?? '') + event.Output);
    if (event.Test !== undefined && !event.Test.includes('/') && event.Elapsed !== undefined)
      durations.push({
        file: event.Package ?? '',
        title: event.Test,
        kind: 'test',
        seconds: event.Elapsed,
        failed: event.Action === 'fail',
      });
    // Packages end with an event of their own; only a package that does not build fails without a test.
    if (event.Action === 'pass' && event.Test !== undefined) passed += 1;
    if (event.Action === 'fail' && (event.Test !== undefined || !tests(output, event.Package ?? ''))) {
      const message = output.get(key) ?? key;
      failures.push({ file: event.Package ?? '', title: event.Test ?? 'does not build', message });
      console.log(message);
    }
  }
  await closed;
  console.log(`  ${passed} passing, ${failures.length} failing`);
  return { passed, failed: failures.length, failures, durations };
}

/** Whether a test of the package has said anything. */
function tests(output: ReadonlyMap<string, string>, name: string): boolean {
  return [...output.keys()].some((key) => key.startsWith(`${name} `) && key !== `${name} `);
}
