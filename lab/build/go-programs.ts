import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Cache, EntryName } from '../cache/entry';
import { filesBelow, keyOf } from '../cache/key';
import type { Progress } from '../progress';
import { compile, go } from './go-build';
import { goFlags, linkerFlags } from './go-flags';
import type { GoGroup } from './go-groups';
import { labDirectory } from './versions';

/** A cache entry of Go programs. */
export interface Programs {
  readonly key: string;
  readonly directory: string;
}

/** The built programs of each group. */
export class GoPrograms {
  constructor(private readonly programs: ReadonlyMap<GoGroup, Programs>) {}

  /** The programs of a group that was asked for. */
  get(group: GoGroup): Programs {
    const programs = this.programs.get(group);
    if (programs === undefined) {
      throw new Error(`The Go programs "${group.name}" were not asked for.`);
    }
    return programs;
  }

  /** The programs of a group, if it was asked for. */
  find(group: GoGroup): Programs | undefined {
    return this.programs.get(group);
  }
}

interface Target {
  readonly group: GoGroup;
  readonly entry: EntryName;
}

/** Builds the programs of these groups, or finds them in the cache. */
export async function goPrograms(cache: Cache, groups: readonly GoGroup[], progress: Progress): Promise<GoPrograms> {
  const targets = await goTargets(groups);
  if ((await missingOf(cache, targets)).length > 0) {
    // One lock for all: a process that waited for it finds everything made.
    await cache.locked(
      'go-programs',
      async () => buildMissing(cache, await missingOf(cache, targets), progress),
      () => progress.note('   Another process is building the Go programs: waiting for it.'),
    );
  }
  const programs = targets.map(({ group, entry }): [GoGroup, Programs] => [
    group,
    { key: entry.key, directory: cache.pathOf(entry) },
  ]);
  return new GoPrograms(new Map(programs));
}

async function goTargets(groups: readonly GoGroup[]): Promise<Target[]> {
  const [toolchain, flags, workspace] = await Promise.all([go(['env', 'GOVERSION']), linkerFlags(), workspaceFiles()]);
  return Promise.all(
    groups.map(async (group) => {
      const sources = await Promise.all(group.sources.map((directory) => filesBelow(labDirectory, directory, ['.go'])));
      const dependencies = group.module === undefined ? workspace : await moduleFiles(group.module);
      const files = [...dependencies, ...sources.flat().filter((file) => !file.endsWith('_test.go'))];
      const values = [toolchain, goFlags, flags, JSON.stringify(group)];
      return { group, entry: { name: group.name, key: await keyOf({ root: labDirectory, values, files }) } };
    }),
  );
}

/** Versions of dependencies are decided over the whole workspace, so all of its go.mod and go.sum count for each program of it. */
async function workspaceFiles(): Promise<string[]> {
  const { Use } = JSON.parse(await go(['work', 'edit', '-json'])) as { Use: readonly { DiskPath: string }[] };
  const modules = await Promise.all(Use.map(({ DiskPath }) => moduleFiles(DiskPath)));
  return ['go.work', 'go.work.sum', ...modules.flat()];
}

function moduleFiles(module: string): Promise<string[]> {
  return filesBelow(labDirectory, module, ['go.mod', 'go.sum']);
}

async function missingOf(cache: Cache, targets: readonly Target[]): Promise<Target[]> {
  const found = await Promise.all(targets.map(({ entry }) => cache.find(entry)));
  return targets.filter((_, index) => found[index] === undefined);
}

async function buildMissing(cache: Cache, targets: readonly Target[], progress: Progress): Promise<void> {
  // None if they were made by the process that we waited for.
  for (const module of new Set(targets.map(({ group }) => group.module))) {
    const members = targets.filter(({ group }) => group.module === module);
    await buildTogether(cache, members, progress, module);
  }
}

async function buildTogether(
  cache: Cache,
  targets: readonly Target[],
  progress: Progress,
  module: string | undefined,
): Promise<void> {
  const packages = targets.flatMap(({ group }) => Object.values(group.programs));
  const names = targets.map(({ group }) => group.name).join(', ');
  const output = path.join(cache.directory, '.go-output');
  await rm(output, { recursive: true, force: true });
  await mkdir(output);
  try {
    await progress.step(`Go programs: ${names}`, (detail) => compile(packages, output, detail, module));
    await keep(cache, targets, output);
  } catch (error) {
    // A group that is complete is kept even if another one failed, so that the next run need not compile it again.
    const linked = await readdir(output);
    const isWhole = ({ group }: Target): boolean =>
      Object.values(group.programs).every((source) => linked.includes(executableName(source)));
    await keep(cache, targets.filter(isWhole), output);
    throw error;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

async function keep(cache: Cache, targets: readonly Target[], output: string): Promise<void> {
  for (const { group, entry } of targets) {
    await cache.fill(entry, async (directory) => {
      for (const [program, source] of Object.entries(group.programs)) {
        await rename(path.join(output, executableName(source)), path.join(directory, program));
      }
    });
  }
}

/** How `go build -o directory/` names a program: after the last part of its package's path that is no major version. */
export function executableName(source: string): string {
  return path.basename(source.replace(/\/v\d+$/, ''));
}
