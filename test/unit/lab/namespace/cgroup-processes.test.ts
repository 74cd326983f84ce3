import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { requireOutside } from '../../../../lab/namespace/cgroup-removal';
import { killBelow, processesBelow, processesOf } from '../../../../lab/namespace/cgroup-processes';

describe('processes of a control group', () => {
  let root: string;

  beforeEach(() => (root = mkdtempSync(path.join(os.tmpdir(), 'meshwork-groups-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('are those that have a number here', () => {
    group('lab', '0\n17\n0\n4\n');
    assert.deepEqual(processesOf(path.join(root, 'lab')), [17, 4]);
  });

  it('are found in all groups below, and nowhere if there is no group', () => {
    group('', '1\n');
    group('lab', '2\n3\n');
    group('k8s.io/container', '4\n');
    assert.deepEqual(processesBelow(root).sort(), [1, 2, 3, 4]);
    assert.deepEqual(processesBelow(path.join(root, 'none')), []);
  });

  it('are killed one by one where the kernel cannot kill a group', async () => {
    const child = spawn('sleep', ['infinity']);
    const ended = once(child, 'exit');
    await once(child, 'spawn');
    group('', '');
    group('lab', `${child.pid ?? 0}\n`);
    killBelow(root);
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    killBelow(root); // and one that has ended is no error
  });

  it('are killed by the kernel where it can', () => {
    group('', `${process.pid}\n`);
    writeFileSync(path.join(root, 'cgroup.kill'), '');
    killBelow(root);
    assert.equal(readFileSync(path.join(root, 'cgroup.kill'), 'utf8'), '1');
  });

  it('may not include the process that ends the lab', () => {
    const mounts = [{ type: 'cgroup2' as const, mountPoint: root, options: '' }];
    requireOutside(mounts, 'meshwork-1');
    group('meshwork-1', '');
    group('meshwork-1/lab', `${process.pid}\n`);
    assert.throws(() => requireOutside(mounts, 'meshwork-1'), /This process .* is in the lab's control group/);
  });

  function group(name: string, processes: string): void {
    const directory = path.join(root, name);
    mkdirSync(directory, { recursive: true });
    for (let each = directory; each.startsWith(root); each = path.dirname(each)) {
      writeFileSync(path.join(each, 'cgroup.procs'), each === directory ? processes : '', {
        flag: each === directory ? 'w' : 'a',
      });
    }
  }
});
