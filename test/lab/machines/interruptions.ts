import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import { ssh } from '../../../lab/machine/ssh';
import { sudo } from './failure-causes';
import { fileSystem } from './file-system';
import { hold, holdRuns, release } from './holder';
import { succeed } from './machine-server';
import { killedBefore, runScript, withVariable } from './script-run';

/** Commands of the script before which a run that joins is killed, one run after the other. */
const KILLED_WHILE_JOINING = [
  'mv *before.new*',
  'say *installing istio-sidecar*',
  'echo "$PACKAGE_SHA256"*',
  'mv -f "$path.new"*',
  'write_identity',
  'mv -f "$path.new" "$path"',
  'mv -f "$file.new"*',
  '*systemctl restart istio',
  'rm -f "$STATE/restart"',
  'await_config',
];

/** The same for a run that leaves. */
const KILLED_WHILE_LEAVING = [
  'write_hosts*',
  'remove_package',
  'restore',
  'restore_directory*',
  'remove_account*',
  'rm -f "$STATE/before"',
];

/** What the tests of interruptions work on. */
export interface Interrupted {
  readonly lab: Lab;
  /** Script of a machine, as `pulumi up` sends it. */
  readonly script: (machine: string) => string;
  /** The file system of a machine before it joined. */
  readonly untouched: (machine: string) => readonly string[];
}

/** Tests of runs that are killed, cut off, or kept waiting. The machines are in no mesh, before and after. */
export function showsInterruptions(about: () => Interrupted): void {
  const [ONE, TWO] = ['vm-1', 'vm-2'];
  const join = (machine: string, edit = (script: string) => script) =>
    runScript(about().lab, machine, 'join', edit(about().script(machine)));
  const leave = (machine: string, edit = (script: string) => script) =>
    runScript(about().lab, machine, 'leave', edit(about().script(machine)));

  it('is finished by the next run, wherever a run was killed', async () => {
    await joined(ONE);
    const whole = await settled(ONE);
    for (const command of KILLED_WHILE_JOINING) {
      const { code, stderr } = await join(TWO, (script) => killedBefore(script, command));
      assert.ok(![0, 70].includes(code), `${command}: exit code ${code}, ${stderr}`);
    }
    await joined(TWO);
    assert.deepEqual(await settled(TWO), whole);
  });

  it('gets the restart that a killed run owed', async () => {
    const changed = (script: string) => script.replace(/^CLUSTER_ENV='/m, `CLUSTER_ENV='# changed\n`);
    const earlier = await mainPid(ONE);
    await join(ONE, (script) => killedBefore(changed(script), '*systemctl restart istio'));
    assert.equal(await mainPid(ONE), earlier);
    assert.equal((await join(ONE, changed)).code, 0);
    const later = await mainPid(ONE);
    assert.notEqual(later, earlier);
    assert.equal((await join(ONE, changed)).code, 0);
    assert.equal(await mainPid(ONE), later);
  });

  it('is left as it was by the next run, wherever a run that leaves was killed', async () => {
    for (const command of KILLED_WHILE_LEAVING) {
      const { code, stderr } = await leave(TWO, (script) => killedBefore(script, command));
      assert.ok(![0, 70].includes(code), `${command}: exit code ${code}, ${stderr}`);
    }
    await left(TWO);
    await left(ONE);
  });

  it('is left as it was after a run that was killed while it joined', async () => {
    for (const command of ['mv *before.new*', 'echo "$PACKAGE_SHA256"*', 'mv -f "$file.new"*', 'await_config']) {
      await join(TWO, (script) => killedBefore(script, command));
      await left(TWO);
    }
  });

  it('gets the whole package after dpkg was killed while it unpacked, and is left as it was after that', async () => {
    await killsDpkg(ONE);
    const killed = await join(ONE);
    assert.match(killed.stderr, /machine vm-1: step "package": istio-sidecar could not be installed: /);
    assert.match(await stateOfPackage(ONE), /half-installed/);
    await left(ONE);
    await killsDpkg(ONE);
    assert.equal((await join(ONE)).code, 70);
    await joined(ONE);
    assert.match(await stateOfPackage(ONE), /^install ok installed/);
    await left(ONE);
  });

  it('joins after its connection was cut', async () => {
    const { lab, script } = about();
    const access = (await lab.machines()).machines[TWO] ?? assert.fail();
    const cut = ['timeout', '--signal=KILL', '1', ...ssh(access, ['bash -s join'])];
    assert.notEqual((await lab.exec(cut, { input: script(TWO) })).code, 0);
    await joined(TWO);
    await left(TWO);
  });

  it('takes one run after the other', async () => {
    const runs = await Promise.all([join(TWO), join(TWO)]);
    assert.deepEqual(
      runs.map(({ code }) => code),
      [0, 0],
    );
    const waits = 'meshwork: machine vm-2: another run of meshwork is at work here: waiting for it\n';
    assert.equal(runs.filter(({ stdout }) => stdout.includes(waits)).length, 1, JSON.stringify(runs));
    await left(TWO);
  });

  it('says so when another run does not end', async () => {
    await holdRuns(about().lab, TWO);
    const { code, stderr } = await join(TWO, (script) => withVariable(script, 'TURN_PATIENCE', '1'));
    assert.equal(
      stderr,
      'meshwork: machine vm-2: step "lock": another run of meshwork is still at work here after 1 s. `lslocks` shows its process at /run/meshwork.lock.\n',
    );
    assert.equal(code, 70);
    await release(about().lab, TWO);
  });

  it('waits for another program that installs packages, and says so when that does not end', async () => {
    const lock = `perl -MFcntl -e 'open(F, ">>", "/var/lib/dpkg/lock-frontend"); fcntl(F, F_SETLK, pack("ssx4qqix4", F_WRLCK, 0, 0, 0, 0 * time)) or die; open(H, ">", "/run/holding"); sleep 600'`;
    await hold(about().lab, TWO, lock);
    const refused = await join(TWO, (script) => withVariable(script, 'PACKAGE_LOCK_PATIENCE', '0'));
    assert.match(
      refused.stderr,
      /step "package": istio-sidecar could not be installed: dpkg: error: dpkg frontend lock was locked by another process with pid \d+/,
    );
    // It ends while the run waits for it.
    await sudo(
      about().lab,
      TWO,
      'systemd-run --quiet --on-active=3 --timer-property=AccuracySec=100ms -- systemctl stop holder',
    );
    const { code, stderr, stdout } = await join(TWO);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /another program installs packages: waiting for it\n/);
    await left(TWO);
  });

  /** Has a machine join, and looks whether its proxy is ready. */
  async function joined(machine: string): Promise<void> {
    const { code, stderr } = await join(machine);
    assert.equal(code, 0, stderr);
    await succeed(about().lab, machine, 'curl --silent --fail http://localhost:15021/healthz/ready');
    assert.equal(await succeed(about().lab, machine, 'sudo iptables --list-rules OUTPUT'), '-P OUTPUT ACCEPT\n');
  }

  /** Has a machine leave, and compares it with what it was. */
  async function left(machine: string): Promise<void> {
    const { code, stderr } = await leave(machine);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await fileSystem(about().lab, machine), about().untouched(machine));
  }

  /**
   * The file system of a machine, without the files that grow while the proxy runs, and without the sizes of certificates: the serial number of one may
   * be a byte longer than that of another.
   */
  async function settled(machine: string): Promise<string[]> {
    const all = await fileSystem(about().lab, machine);
    return all
      .filter((line) => !/ \/(var\/log|etc\/istio\/proxy|var\/lib\/istio\/proxy|var\/lib\/systemd)\//.test(line))
      .map((line) => line.replace(/ \d+ (\/etc\/(certs|istio-bootstrap)\/\S+\.pem )/, ' - $1'));
  }

  async function mainPid(machine: string): Promise<string> {
    return succeed(about().lab, machine, 'systemctl show --property MainPID istio');
  }

  async function stateOfPackage(machine: string): Promise<string> {
    return succeed(about().lab, machine, "dpkg-query --show --showformat '${Status}' istio-sidecar");
  }

  /** Has dpkg be killed once, while it unpacks. */
  async function killsDpkg(machine: string): Promise<void> {
    await sudo(
      about().lab,
      machine,
      `cat >/usr/local/sbin/dpkg <<'END'
#!/bin/bash
rm /usr/local/sbin/dpkg
/usr/bin/dpkg "$@" &
until [ -e /usr/local/bin/envoy.dpkg-new ]; do :; done
kill -9 $!
wait $!
END
chmod 755 /usr/local/sbin/dpkg`,
    );
  }
}
