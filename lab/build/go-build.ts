import * as os from 'node:os';
import * as path from 'node:path';
import type { Detail } from '../progress';
import { run } from './command';
import { linkerFlags } from './go-flags';
import { labDirectory } from './versions';

/**
 * The environment of every build. CGO_ENABLED=0 makes binaries that run in an image without a C library. GOFLAGS replaces
 * what the user has set: readonly keeps go.sum the judge of every download, and stamping the checkout's commit into
 * programs would make each commit another binary.
 */
export function buildEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=readonly -trimpath -buildvcs=false',
    GOWORK: path.join(labDirectory, 'go.work'),
    GOOS: 'linux',
    GOARCH: 'amd64',
  };
}

/** Linking the Kubernetes programs takes 2.4 GiB. */
const BYTES_PER_JOB = 2.5 * 2 ** 30;

/** How many compilers and linkers run at once: one for each processor, as far as memory allows. */
export function parallelJobs(processors: number, memoryBytes: number): number {
  return Math.max(1, Math.min(processors, Math.floor(memoryBytes / BYTES_PER_JOB)));
}

/** Runs the go command in the lab's workspace. */
export function go(args: readonly string[], onErrorLine?: (line: string) => void): Promise<string> {
  return run('go', args, { cwd: labDirectory, env: buildEnvironment(), isNoise, onErrorLine });
}

/**
 * Builds packages into a directory with one `go build`: it shares the packages that they have in common and keeps every
 * core busy until the last program is linked.
 */
export async function compile(packages: readonly string[], output: string, detail: Detail): Promise<void> {
  let downloads = 0;
  let compiled = 0;
  const onErrorLine = (line: string): void => {
    downloads += isDownload(line) ? 1 : 0;
    compiled += isPackageName(line) ? 1 : 0;
    detail(compiled > 0 ? `${compiled} packages compiled` : `${downloads} modules downloaded`);
  };
  const jobs = parallelJobs(os.availableParallelism(), os.totalmem());
  const flags = ['-v', '-p', String(jobs), '-ldflags', await linkerFlags()];
  await go(['build', ...flags, '-o', `${output}/`, ...packages], onErrorLine);
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
