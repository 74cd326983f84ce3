import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { CgroupMount } from '../../../../lab/namespace/cgroup-mounts';
import { enterLab } from '../../../../lab/namespace/enter';

const outer = { pid: 42, startTime: '1', bootId: 'x' };

describe('way into a lab', () => {
  let root: string;
  let mounts: CgroupMount[];

  before(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'meshwork-enter-'));
    mounts = ['cpu', 'unified'].map((name) => ({ type: 'cgroup', mountPoint: path.join(root, name), options: '' }));
  });
  after(() => rmSync(root, { recursive: true }));

  it('goes through the groups of every hierarchy before it enters a namespace', () => {
    const line = enterLab({ outer, cgroup: 'lab-1' }, ['true'], '/', mounts);
    const groups = mounts.map(({ mountPoint }) => line.indexOf(path.join(mountPoint, 'lab-1', 'lab')));
    assert.ok(groups.every((place) => place > 0 && place < line.indexOf('nsenter')));
    assert.deepEqual(line.slice(line.indexOf('nsenter') + 1), [
      '--pid=/proc/42/ns/pid_for_children',
      '--mount=/proc/42/ns/mnt',
      '--net=/proc/42/ns/net',
      '--ipc=/proc/42/ns/ipc',
      '--cgroup=/proc/42/ns/cgroup',
      '--',
      'env',
      '--chdir=/',
      '--',
      'true',
    ]);
  });

  it('puts the process that enters into the groups, under its own number', () => {
    const groups = mounts.map(({ mountPoint }) => path.join(mountPoint, 'lab-1', 'lab'));
    groups.forEach((group) => mkdirSync(group, { recursive: true }));
    const said = join('sh', '-c', 'echo $$');
    assert.deepEqual(
      groups.map((group) => readFileSync(path.join(group, 'cgroup.procs'), 'utf8')),
      [said, said],
    );
  });

  it('stays outside if it cannot be in a group', () => {
    rmSync(path.join(root, 'unified'), { recursive: true });
    assert.throws(() => join('echo', 'entered'), { stdout: '' });
  });

  /** Runs a command behind the part of the command line that is before nsenter. */
  function join(...command: string[]): string {
    const line = enterLab({ outer, cgroup: 'lab-1' }, [], '/', mounts);
    const [program = '', ...args] = [...line.slice(0, line.indexOf('nsenter')), ...command];
    return execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' });
  }
});
