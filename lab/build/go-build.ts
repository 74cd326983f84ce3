import * as os from 'node:os';
import * as path from 'node:path';
import type { Detail } from '../progress';
import { run } from './command';
import { goFlags, linkerFlags } from './go-flags';
import { labDirectory } from './versions';

/** How to run a go command. */
export interface GoOptions {
  /** Directory below `lab/` of a module outside of the workspace; the workspace unless given. */
  readonly module?: string | undefined;
  /** Variables beside those of every build. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets each line of standard error as it comes. */
  readonly onErrorLine?: (line: string) => void;
}

/**
 * The environment of every build. CGO_ENABLED=0 makes binaries that run in an image without a C library. GOFLAGS replaces
 * the user's.
 *
 * @param module as in GoOptions.
 */
export function buildEnvironment(module?: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CGO_ENABLED: '0',
    GOFLAGS: goFlags,
    GOWORK: module === undefined ? path.join(labDirectory, 'go.work') : 'off',
    GOOS: 'linux',
    GOARCH: 'amd64',
  };
}

/** Linking the Kubernetes programs takes 2.53 GiB. */
const BYTES_PER_JOB = 2.6 * 2 ** 30;

/** How many compilers and linkers run at once: one for each processor, as far as memory allows. */
export function parallelJobs(processors: number, memoryBytes: number): number {
  return Math.max(1, Math.min(processors, Math.floor(memoryBytes / BYTES_PER_JOB)));
}

/**
 * Memory at which a compiler begins to collect garbage. Compilers are short processes: without collection they take 8 % less
 * processor time for a package of usual size, and 29 % less for the largest one. That one would hold 2.9 GiB in the end, hence
 * the limit. It is no bound: a program that needs more gets more.
 */
const COLLECTOR = { GOGC: 'off', GOMEMLIMIT: '1GiB' };

/** Runs the go command and returns what it wrote to standard output. */
export function go(args: readonly string[], { module, environment, onErrorLine }: GoOptions = {}): Promise<string> {
  const cwd = path.join(labDirectory, module ?? '.');
  return run('go', args, { cwd, env: { ...buildEnvironment(module), ...environment }, isNoise, onErrorLine });
}

/**
 * Builds packages into a directory with one `go build`. It compiles shared packages once and keeps every core busy until the
 * last program is linked.
 *
 * @param module as in GoOptions.
 */
export async function compile(
  packages: readonly string[],
  output: string,
  detail: Detail,
  module?: string,
): Promise<void> {
  let downloads = 0;
  let compiled = 0;
  const onErrorLine = (line: string): void => {
    downloads += isDownload(line) ? 1 : 0;
    compiled += isPackageName(line) ? 1 : 0;
    detail(compiled > 0 ? `${compiled} packages compiled` : `${downloads} modules downloaded`);
  };
  const jobs = parallelJobs(os.availableParallelism(), os.totalmem());
  const flags = ['-v', '-p', String(jobs), '-ldflags', await linkerFlags()];
  await go(['build', ...flags, '-o', `${output}/`, ...packages], { module, environment: COLLECTOR, onErrorLine });
}

function isDownload(line: string): boolean {
  return line.startsWith('go: downloading ');
}

/** `go build -v` names each package that it compiles on a line of its own. */
function isPackageName(line: string): boolean {
  return /^[\w.~/-]+$/.test(line);
}

function isNoise(line: string): boolean {
  return isDownload(line) || isPackageName(line);
}
