import type { Cache } from '../cache/entry';
import type { Progress } from '../progress';
import { buildGroups, goEntries, missingGroups } from './go-build';
import type { GoGroup } from './go-groups';
import type { Programs } from './images/definitions';

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

/** Builds the programs of these groups, or finds them in the cache. */
export async function goPrograms(cache: Cache, groups: readonly GoGroup[], progress: Progress): Promise<GoPrograms> {
  const entries = await goEntries(groups);
  await buildGroups(cache, entries, await missingGroups(cache, entries), progress);
  const programs = [...entries].map(([group, entry]): [GoGroup, Programs] => [
    group,
    { key: entry.key, directory: cache.pathOf(entry) },
  ]);
  return new GoPrograms(new Map(programs));
}
