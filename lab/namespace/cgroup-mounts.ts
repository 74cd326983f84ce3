import { readFileSync } from 'node:fs';
import * as path from 'node:path';

/** One hierarchy of control groups, as it is mounted on this machine. */
export interface CgroupMount {
  readonly type: 'cgroup' | 'cgroup2';
  readonly mountPoint: string;
  /** Options that mount the same hierarchy again; empty for cgroup2. */
  readonly options: string;
}

/** Directory that all hierarchies are mounted in, or on. */
const CGROUP_ROOT = '/sys/fs/cgroup';

/** Options of a mount that say how, not which hierarchy. */
const NOT_A_CONTROLLER = /^(rw|ro|xattr|clone_children|noprefix|nsdelegate|favordynmods|memory_|pids_|release_agent=)/;

/** Reads the mounted hierarchies out of a mountinfo file. */
export function cgroupMounts(mountinfo = readFileSync('/proc/self/mountinfo', 'utf8')): CgroupMount[] {
  return mountinfo.split('\n').flatMap((line): CgroupMount[] => {
    const [front, behind] = line.split(' - ');
    const mountPoint = front?.split(' ')[4];
    const [type, , superOptions] = behind?.split(' ') ?? [];
    if (mountPoint === undefined || (type !== 'cgroup' && type !== 'cgroup2') || !isBelowRoot(mountPoint)) {
      return [];
    }
    const controllers = (superOptions ?? '').split(',').filter((option) => !NOT_A_CONTROLLER.test(option));
    const named = controllers.some((option) => option.startsWith('name='));
    return [
      { type, mountPoint, options: type === 'cgroup2' ? '' : [...(named ? ['none'] : []), ...controllers].join(',') },
    ];
  });
}

function isBelowRoot(mountPoint: string): boolean {
  return mountPoint === CGROUP_ROOT || path.dirname(mountPoint) === CGROUP_ROOT;
}
