import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { Lab } from '../../../lab/lab';
import { cgroupMounts } from '../../../lab/namespace/cgroup-mounts';
import { leafGroups } from '../../../lab/namespace/cgroups';
import { ended, identify, isAlive, type ProcessIdentity } from '../../../lab/namespace/process-identity';
import { patiently } from '../../../lab/patience';
import { StreamProgress } from '../../../lab/progress';
import { LabState, readJson } from '../../../lab/state';
import { footprint, hostNetwork, namespacesOf } from './footprint';
import { removeLab, temporaryLab } from './temporary-lab';

const ONE = [{ name: 'solo', network: 'net' }];
const LONGEST_WAIT = patiently(60_000);
const NOTHING = { processes: [], mounts: [], cgroups: [] };

describe('life of a lab', () => {
  let lab: Lab;
  let beside: Lab;
  let network: string;

  before(async () => {
    network = await hostNetwork();
    [lab, beside] = await Promise.all([temporaryLab(), temporaryLab()]);
  });
  after(() => Promise.all([removeLab(lab), removeLab(beside)]));

  it('begins with a cluster whose node and DNS are ready, and nothing else in it', async () => {
    assert.equal(await lab.up(ONE), true);
    assert.match(await lab.kubectl('solo', 'get', 'nodes', '--no-headers'), /^solo +Ready/);
    const namespaces = await lab.kubectl('solo', 'get', 'namespaces', '--output=name');
    assert.deepEqual(namespaces.trim().split('\n').sort(), [
      'namespace/default',
      'namespace/kube-node-lease',
      'namespace/kube-public',
      'namespace/kube-system',
    ]);
  });

  it('leaves the network of the machine alone', async () => {
    assert.equal(await hostNetwork(), network);
  });

  it('has nothing to do when everything runs', async () => {
    const [running, said] = [await processes(), [] as string[]];
    assert.equal(await lab.up(undefined, new StreamProgress({ write: (text) => said.push(text) })), false);
    assert.deepEqual(await processes(), running);
    assert.doesNotMatch(said.join(''), /Prepare|Unpack/);
  });

  it('runs beside another lab with the same names and addresses', async () => {
    await beside.up(ONE);
    await lab.kubectl('solo', 'create', 'namespace', 'mine');
    assert.equal((await beside.exec(['kubectl', 'get', 'namespace', 'mine'])).code, 1);
    await beside.down();
    assert.equal((await lab.status()).running, true);
  });

  it('has every command that runs in it in its control groups, in every hierarchy', async () => {
    const mounts = cgroupMounts();
    // Inside, the lab's group is the root. A hierarchy that is mounted nowhere does not count.
    const groups = (await lab.run(['cat', '/proc/self/cgroup'])).trim().split('\n');
    assert.ok(mounts.length > 0);
    assert.equal(groups.filter((line) => line.endsWith(':/lab')).length, mounts.length, groups.join('\n'));
    assert.ok(
      groups.every((line) => !line.includes('..')),
      groups.join('\n'),
    );
  });

  it('says which process has died, and starts it again', async () => {
    await killInside('kube-scheduler');
    const [died] = (await lab.status()).clusters;
    assert.equal(died?.processes['kube-scheduler'], false);
    assert.equal(await lab.up(), false);
    const [again] = (await lab.status()).clusters;
    assert.deepEqual(Object.values(again?.processes ?? {}), Array(8).fill(true));
    await lab.kubectl('solo', 'get', 'namespace', 'mine');
  });

  it('ends wholly when its outermost process is killed, and begins anew with an empty cluster', async () => {
    const earlier = (await footprint(lab, await namespacesOf(lab))).processes;
    const outer = identify(await lab.outerPid());
    assert.ok(outer);
    process.kill(outer.pid, 'SIGKILL');
    assert.ok(await ended(outer, LONGEST_WAIT));
    assert.equal((await lab.status()).running, false);
    assert.equal(await lab.up(ONE), true);
    const later = new Set((await footprint(lab, await namespacesOf(lab))).processes);
    assert.ok(earlier.length > 8);
    assert.deepEqual(
      earlier.filter((found) => later.has(found)),
      [],
    );
    assert.equal((await lab.exec(['kubectl', 'get', 'namespace', 'mine'])).code, 1);
  });

  it('ends the processes of a start that was interrupted before its record was written', async () => {
    const earlier = identify(await lab.outerPid());
    assert.ok(earlier);
    await rm((await state()).recordFile);
    assert.equal(await lab.up(ONE), true);
    assert.equal(isAlive(earlier), false);
  });

  it('leaves nothing when it ends, not even processes that came in from outside', async () => {
    const { id } = await state();
    // On its way in: in the groups already, but in no namespace of the lab.
    const guest = spawn('sleep', ['infinity'], { stdio: 'ignore' });
    const gone = once(guest, 'exit');
    for (const group of leafGroups(cgroupMounts(), id)) {
      writeFileSync(path.join(group, 'cgroup.procs'), String(guest.pid));
    }
    const namespaces = await namespacesOf(lab);
    assert.notDeepEqual(await footprint(lab, namespaces), NOTHING, 'nothing was found of a running lab');
    await lab.down();
    assert.deepEqual(await gone, [null, 'SIGKILL']);
    assert.deepEqual(await footprint(lab, namespaces), NOTHING);
    assert.equal(await hostNetwork(), network);
  });

  it('can be ended twice', () => lab.down());

  function state(): Promise<LabState> {
    return LabState.open({ MESHWORK_LAB_DIR: lab.directory });
  }

  /** The identities of the cluster's processes, by their names. */
  async function processes(): Promise<Record<string, unknown>> {
    const directory = `${lab.directory}/clusters/solo/processes`;
    const files = (await readdir(directory)).filter((name) => name.endsWith('.json'));
    assert.equal(files.length, 8);
    return Object.fromEntries(
      await Promise.all(files.map(async (name) => [name, await readJson(path.join(directory, name))] as const)),
    );
  }

  async function killInside(name: string): Promise<void> {
    const known = await readJson<ProcessIdentity>(`${lab.directory}/clusters/solo/processes/${name}.json`);
    assert.ok(known);
    await lab.run(['kill', '-KILL', String(known.pid)]);
    assert.ok(await ended(known, LONGEST_WAIT, `/proc/${await lab.outerPid()}/root/proc`));
  }
});
