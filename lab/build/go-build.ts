import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Cache, EntryName } from '../cache/entry';
import { filesBelow, keyOf } from '../cache/key';
import type { Detail, Progress } from '../progress';
import { run } from './command';
import type { GoGroup } from './go-groups';
import { linkerFlags } from './go-flags';
import { labDirectory } from './versions';

/** Each group's name in the cache. */
export type GoEntries = ReadonlyMap<GoGroup, EntryName>;

/**
 * The toolchain and linker flags of every build. CGO_ENABLED=0 makes binaries that run in an image without a C library.
 * GOFLAGS replaces what the user has set: readonly keeps go.sum the judge of every download, and stamping the checkout's
 * commit into programs would make each commit another binary.
 */
const buildEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  CGO_ENABLED: '0',
  GOFLAGS: '-mod=readonly -trimpath -buildvcs=false',
  GOWORK: path.join(labDirectory, 'go.work'),
  GOOS: 'linux',
  GOARCH: 'amd64',
});

/** Runs the go command in the lab's workspace. */
export function go(args: readonly string[], options: { onErrorLine?: (line: string) => void } = {}): Promise<string> {
  return run('go', args, { cwd: labDirectory, env: buildEnvironment(), isNoise, ...options });
}

/** Names the cache entries of groups. Versions of dependencies are decided over the whole workspace, so all of its go.mod and go.sum count. */
export async function goEntries(groups: readonly GoGroup[]): Promise<GoEntries> {
  const [toolchain, flags, dependencies] = await Promise.all([
    go(['env', 'GOVERSION']),
    linkerFlags(),
    filesBelow(labDirectory, '.', ['go.mod', 'go.sum', 'go.work', 'go.work.sum']),
  ]);
  const entries = await Promise.all(
    groups.map(async (group): Promise<[GoGroup, EntryName]> => {
      const sources = await Promise.all(group.sources.map((directory) => filesBelow(labDirectory, directory, ['.go'])));
      const files = sources.flat().filter((file) => !file.endsWith('_test.go'));
      const values = [toolchain, flags, JSON.stringify(group)];
      return [
        group,
        { name: group.name, key: await keyOf({ root: labDirectory, values, files: [...dependencies, ...files] }) },
      ];
    }),
  );
  return new Map(entries);
}

/** The groups that are not in the cache. */
export async function missingGroups(cache: Cache, entries: GoEntries): Promise<GoGroup[]> {
  const found = await Promise.all(
    [...entries].map(async ([group, entry]) => ((await cache.find(entry)) ? [] : [group])),
  );
  return found.flat();
}

/**
 * Builds groups into their cache entries with one `go build`: it shares the packages that they have in common and keeps
 * every core busy until the last program is linked.
 */
export async function buildGroups(
  cache: Cache,
  entries: GoEntries,
  groups: readonly GoGroup[],
  progress: Progress,
): Promise<void> {
  const waiting = (): void => progress.note('   Another process is building the Go programs: waiting for it.');
  // Locks are always taken in the same order, so that two processes cannot wait for each other.
  const ordered = [...groups].sort((a, b) => (a.name < b.name ? -1 : 1));
  const [first, ...others] = ordered;
  if (first === undefined) {
    return;
  }
  const entryOf = (group: GoGroup): EntryName => {
    const entry = entries.get(group);
    if (entry === undefined) {
      throw new Error(`Group ${group.name} has no cache entry.`);
    }
    return entry;
  };
  const lockAll = (rest: readonly GoGroup[]): Promise<void> => {
    const [next, ...after] = rest;
    return next === undefined
      ? buildLocked(
          cache,
          ordered.map((group) => [group, entryOf(group)]),
          progress,
        )
      : cache.locked(entryOf(next), () => lockAll(after), waiting);
  };
  await cache.locked(entryOf(first), () => lockAll(others), waiting);
}

async function buildLocked(cache: Cache, groups: readonly [GoGroup, EntryName][], progress: Progress): Promise<void> {
  const entries = new Map(groups);
  const missing = await missingGroups(cache, entries);
  if (missing.length === 0) {
    return;
  }
  const packages = missing.flatMap((group) => Object.values(group.programs));
  const output = path.join(cache.directory, `.go-output-${process.pid}`);
  await mkdir(output, { recursive: true });
  try {
    const names = missing.map((group) => group.name).join(', ');
    const failure = await progress
      .step(`Go programs: ${names}`, (detail) => compile(packages, output, detail))
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    // Groups that are whole are kept even if another one failed: their minutes need not be spent again.
    const linked = await readdir(output);
    for (const group of missing.filter((one) => outputNames(one).every((name) => linked.includes(name)))) {
      await cache.fill(entries.get(group) as EntryName, async (directory) => {
        for (const [program, source] of Object.entries(group.programs)) {
          await rename(path.join(output, path.basename(source)), path.join(directory, program));
        }
      });
    }
    if (failure !== undefined) {
      throw failure;
    }
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** `go build -o directory/` names each program after the last part of its package's path. */
function outputNames(group: GoGroup): string[] {
  return Object.values(group.programs).map((source) => path.basename(source));
}

async function compile(packages: readonly string[], output: string, detail: Detail): Promise<void> {
  let downloads = 0;
  let compiled = 0;
  const onErrorLine = (line: string): void => {
    downloads += line.startsWith('go: downloading ') ? 1 : 0;
    compiled += isPackageName(line) ? 1 : 0;
    detail(compiled > 0 ? `${compiled} packages compiled` : `${downloads} modules downloaded`);
  };
  await go(['build', '-v', '-ldflags', await linkerFlags(), '-o', `${output}/`, ...packages], { onErrorLine });
}

/** `go build -v` names each package that it compiles on a line of its own. */
function isPackageName(line: string): boolean {
  return /^[\w.~/-]+$/.test(line);
}

function isNoise(line: string): boolean {
  return line.startsWith('go: downloading ') || isPackageName(line);
}
