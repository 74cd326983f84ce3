import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { buildArtifacts } from '../../../lab/build/artifacts';
import { run } from '../../../lab/build/command';
import { searchPath } from '../../../lab/cluster/context';
import { cgroupMounts } from '../../../lab/namespace/cgroup-mounts';
import { leafGroups } from '../../../lab/namespace/cgroups';
import { enterLab } from '../../../lab/namespace/enter';
import { endOuter, startOuter } from '../../../lab/namespace/outer';
import { isAlive, type ProcessIdentity } from '../../../lab/namespace/process-identity';
import { StreamProgress } from '../../../lab/progress';

const NAME = `meshwork-test-${process.pid}`;
const TIMES = 10;

/** Tests of a lab before it has clusters. They are quick enough to run again and again, on slow machines too. */
describe('namespaces and control groups of a lab', () => {
  const mounts = cgroupMounts();
  let tools: string;
  let outer: ProcessIdentity;

  before(async () => (tools = searchPath(await buildArtifacts({ progress: new StreamProgress() }))));
  beforeEach(async () => (outer = await startOuter(NAME, tools)));
  afterEach(() => endOuter(outer, NAME));

  it('take in every process that enters, in every hierarchy', async () => {
    const groups = (await inside('cat', '/proc/self/cgroup')).trim().split('\n');
    assert.ok(mounts.length > 0);
    // Inside, the lab's own group is the root.
    assert.equal(groups.filter((line) => line.endsWith(':/lab')).length, mounts.length, groups.join('\n'));
  });

  it('let control groups with the controllers that containers need be made', async () => {
    const unified = mounts.find(({ type }) => type === 'cgroup2')?.mountPoint ?? '';
    const controllers = mounts.length === 1 ? await inside('cat', path.join(unified, 'cgroup.subtree_control')) : '';
    if (mounts.length === 1) assert.match(controllers, /\bcpuset\b.*\bcpu\b.*\bmemory\b.*\bpids\b/);
    for (const { mountPoint } of mounts) await inside('mkdir', path.join(mountPoint, 'container'));
  });

  it('end with all that is in them, wherever it came from', async () => {
    const [program = '', ...args] = enterLab({ outer, cgroup: NAME }, ['sleep', 'infinity'], '/');
    const entered = spawn(program, args, { stdio: 'ignore' });
    // On its way in: in the groups already, but in no namespace of the lab.
    const guest = spawn('sleep', ['infinity'], { stdio: 'ignore' });
    const ends = [entered, guest].map(signalOf);
    for (const group of leafGroups(mounts, NAME)) writeFileSync(path.join(group, 'cgroup.procs'), String(guest.pid));
    await endOuter(outer, NAME);
    assert.deepEqual(await Promise.all(ends), ['SIGKILL', 'SIGKILL']);
    nothingIsLeft();
  });

  it('end even if no record names them', async () => {
    await endOuter(undefined, NAME);
    assert.equal(isAlive(outer), false);
    nothingIsLeft();
  });

  it(`can be made and ended ${TIMES} times`, async () => {
    for (let time = 0; time < TIMES; time += 1) {
      assert.equal(await inside('echo', 'here'), 'here\n');
      await endOuter(outer, NAME);
      nothingIsLeft();
      outer = await startOuter(NAME, tools);
    }
  });

  async function inside(...command: string[]): Promise<string> {
    const [program = '', ...args] = enterLab({ outer, cgroup: NAME }, command, '/');
    return run(program, args);
  }

  function nothingIsLeft(): void {
    const groups = mounts.map(({ mountPoint }) => path.join(mountPoint, NAME));
    assert.deepEqual(groups.filter(existsSync), []);
  }
});

async function signalOf(child: ChildProcess): Promise<unknown> {
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}
