import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { eventually } from '../../../cli/eventually';
import type { MachinesInformation } from '../../../lab/machine/access';
import { ssh } from '../../../lab/machine/ssh';
import type { Lab } from '../../../lab/lab';
import { countedMachines } from '../../../lab/network/machines';
import { patiently } from '../../../lab/patience';
import { footprint, hostNetwork, namespacesOf } from './footprint';
import { deployProbe, type Probe, request } from './probe';
import { removeLab, temporaryLab } from './temporary-lab';

const LONGEST_WAIT = patiently(120_000);
const NAMES = ['vm-1', 'vm-2'] as const;
const [ONE, TWO] = NAMES;

describe('lab with machines beside a cluster', () => {
  let lab: Lab;
  let known: MachinesInformation;
  let probe: Probe;
  let network: string;

  before(async () => {
    network = await hostNetwork();
    lab = await temporaryLab();
    await lab.up([{ name: 'solo', network: 'net' }], undefined, countedMachines(2));
    known = await lab.machines();
    probe = await deployProbe(lab, 'solo');
  });
  after(() => removeLab(lab));

  it('boots systemd in each, and no unit fails', async () => {
    for (const name of NAMES) {
      assert.match(await shell(name, 'systemctl is-system-running || true'), /^(running|degraded)$/);
      assert.equal(await shell(name, 'systemctl --failed --plain --no-legend'), '');
    }
  });

  it('shows how to log in to each, and keeps the private key readable for its owner only', async () => {
    const { machines } = await lab.status();
    assert.deepEqual(
      machines.map(({ name, address, user, running }) => ({ name, address, user, running })),
      [
        { name: 'vm-1', address: '10.0.51.2', user: 'admin', running: true },
        { name: 'vm-2', address: '10.0.52.2', user: 'admin', running: true },
      ],
    );
    for (const { hostKey, keyFile } of machines) {
      assert.match(hostKey, /^ssh-ed25519 \S+$/);
      assert.equal((await stat(keyFile)).mode & 0o777, 0o600);
    }
  });

  it('accepts a login by the key only, and proves its identity by its host key', async () => {
    const access = known.machines[ONE] ?? assert.fail();
    assert.equal(await shell(ONE, 'whoami'), 'admin');
    const other = path.join(lab.directory, 'another-known-hosts');
    await writeFile(other, `${access.address} ${known.machines[TWO]?.hostKey ?? ''}\n`);
    const disguised = await lab.exec(ssh({ ...access, knownHosts: other }, ['true']));
    assert.match(disguised.stderr, /Host key verification failed/);
    const keyless = await lab.exec(ssh({ ...access, keyFile: '/dev/null' }, ['true']));
    assert.match(keyless.stderr, /Permission denied \(publickey\)/);
  });

  it('gives its user the rights of root', async () => {
    assert.equal(await shell(ONE, 'sudo id --user'), '0');
  });

  it('keeps the changes of one machine from the others', async () => {
    await shell(ONE, 'echo mine | sudo tee /etc/mine');
    assert.equal(await shell(TWO, 'ls /etc/mine || true'), '');
    const [one, two] = await Promise.all(NAMES.map((name) => shell(name, 'cat /etc/machine-id /etc/hostname')));
    assert.notEqual(one, two);
    assert.equal(await shell(ONE, 'ls /sys/class/net'), 'eth0\nlo');
  });

  it('connects machines to load balancers, API servers and other machines, but not to pods', async () => {
    const curl = 'curl --silent --show-error --max-time 30 --write-out "%{http_code}"';
    for (const name of NAMES) {
      const served = () => shell(name, `${curl} http://${probe.loadBalancerAddress}/hostname || true`);
      // kube-proxy takes a moment to serve a new Service.
      const answer = await eventually(served, (text) => text.includes(probe.pod), AbortSignal.timeout(LONGEST_WAIT));
      assert.equal(answer, `${probe.pod}200`);
      const { apiServer } = (await lab.clusters()).get('solo') ?? assert.fail();
      assert.match(await shell(name, `${curl} --insecure ${apiServer}/api`), /401$/);
      const refused = await lab.ssh(name, `${curl} http://${probe.podAddress}:8080/hostname`);
      assert.equal(refused.code, 7, refused.stdout + refused.stderr);
    }
    const address = known.machines[TWO]?.address ?? '';
    assert.match(await shell(ONE, `timeout 30 head -c 7 </dev/tcp/${address}/22`), /^SSH-2\.0$/);
  });

  it('connects pods to the address of a machine', async () => {
    const answer = await request(lab, probe, known.machines[ONE]?.address ?? '', 22, 'hostname');
    assert.match(answer.errors?.join() ?? '', /malformed HTTP status code "Debian-/);
  });

  it("serves Istio's package, which dpkg installs", async () => {
    const { sha256, url, version } = known.package;
    await shell(ONE, `curl --silent --show-error --fail --remote-name ${url}`);
    assert.equal(await shell(ONE, 'sha256sum istio-sidecar.deb'), `${sha256}  istio-sidecar.deb`);
    await shell(ONE, 'sudo dpkg --install istio-sidecar.deb 2>&1');
    assert.equal(
      await shell(ONE, "dpkg-query --show --showformat '${Status} ${Version}' istio-sidecar"),
      `install ok installed ${version}`,
    );
    assert.equal(
      await shell(ONE, 'stat --format "%U %a" /var/lib/istio/proxy /usr/local/bin/envoy'),
      'istio-proxy 755\nroot 2755',
    );
    assert.match(await shell(ONE, 'systemctl cat istio'), /ExecStart=\/usr\/local\/bin\/istio-start\.sh/);
    assert.match(await shell(ONE, 'pilot-agent version 2>/dev/null'), new RegExp(`"${version}"`));
    assert.match(await shell(ONE, 'envoy --version'), /envoy +version: /);
  });

  it('starts a machine again that reboots, with its files and without its packet filters', async () => {
    await shell(ONE, 'sudo iptables --append INPUT --protocol tcp --dport 9 --jump DROP && sudo touch /run/fleeting');
    const before = await bootOf(ONE);
    await lab.ssh(ONE, 'sudo systemctl reboot');
    await eventually(
      () => bootOf(ONE),
      (boot) => boot !== '' && boot !== before,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.equal(
      await shell(ONE, 'cat /etc/mine; ls /run/fleeting 2>/dev/null || true; sudo iptables --list-rules INPUT'),
      'mine\n-P INPUT ACCEPT',
    );
    assert.match(await shell(ONE, 'dpkg --status istio-sidecar'), /install ok installed/);
    assert.equal((await lab.status()).machines[0]?.running, true);
  });

  it('shows that a machine was powered off, and starts it again with its files', async () => {
    await lab.ssh(TWO, 'echo kept >kept; sudo systemctl poweroff');
    const running = async () => (await lab.status()).machines.find(({ name }) => name === TWO)?.running;
    assert.equal(await eventually(running, (on) => on === false, AbortSignal.timeout(LONGEST_WAIT)), false);
    const others = await bootOf(ONE);
    assert.equal(await lab.up(), false);
    assert.equal(await shell(TWO, 'cat kept'), 'kept');
    assert.equal(await bootOf(ONE), others);
  });

  it('has the journal of each among its logs', async () => {
    const log = await readFile(path.join(lab.directory, 'machines', ONE, 'logs', 'journal.log'), 'utf8');
    assert.match(log, /sshd\[\d+\]: Accepted publickey for admin/);
  });

  it('takes a machine away, and a new one of the same name has none of its files', async () => {
    const gone = await namespacesOfMachine(TWO);
    await lab.up(undefined, undefined, [{ name: ONE }]);
    assert.deepEqual(Object.keys((await lab.machines()).machines), [ONE]);
    const { processes } = await footprint(lab, new Set(gone));
    assert.deepEqual(
      processes.filter((found) => !found.includes(lab.directory)),
      [],
    );
    assert.equal((await lab.exec(['ip', 'link', 'show', 'machine2'])).code, 1);
    await lab.up(undefined, undefined, countedMachines(2));
    assert.equal(await shell(TWO, 'ls kept 2>/dev/null || true'), '');
  });

  it('leaves no process, mount, namespace or control group of machines when it ends', async () => {
    const machines = await Promise.all(NAMES.map(namespacesOfMachine));
    const namespaces = new Set([...(await namespacesOf(lab)), ...machines.flat()]);
    const earlier = await footprint(lab, namespaces);
    assert.ok(
      earlier.processes.some((found) => found.includes('sshd')),
      'no sshd was found of a running machine',
    );
    await lab.down();
    assert.deepEqual(await footprint(lab, namespaces), { processes: [], mounts: [], cgroups: [] });
    assert.equal(await hostNetwork(), network);
  });

  /** Runs a script that has to succeed, and returns what it wrote without the last line's end. */
  async function shell(machine: string, script: string): Promise<string> {
    const { code, stderr, stdout } = await lab.ssh(machine, script);
    assert.equal(code, 0, `on ${machine}: ${script}\n${stdout}${stderr}`);
    return stdout.trimEnd();
  }

  /** Which start of a machine this is; empty while it cannot be logged in to. */
  async function bootOf(machine: string): Promise<string> {
    return (await lab.ssh(machine, 'cat /proc/sys/kernel/random/boot_id')).stdout;
  }

  async function namespacesOfMachine(machine: string): Promise<string[]> {
    return (await shell(machine, 'sudo readlink /proc/1/ns/net /proc/1/ns/mnt /proc/1/ns/pid /proc/1/ns/ipc')).split(
      '\n',
    );
  }
});
