import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { eventually } from '../../../cli/eventually';
import { Lab } from '../../../lab/lab';
import { CHECKOUT } from '../../../lab/state';
import { NETEXEC_PORT } from '../netexec-pod';
import { footprint, hostNetwork, namespacesOf } from './footprint';
import { deployProbe, type Probe, request, requestUntilAnswered } from './probe';
import { removeLab, temporaryLab } from './temporary-lab';

const TWO = [
  { name: 'beta', network: 'shared' },
  { name: 'gamma', network: 'alone' },
];
/** Its name comes first, and its network is one that is there. */
const ALPHA = { name: 'alpha', network: 'shared' };
const THREE = [ALPHA, ...TWO];

describe('a lab whose third cluster comes and goes', () => {
  let lab: Lab;
  let beta: Probe;
  let gamma: Probe;
  let initial: Inventory;
  let network: string;
  let traffic: Traffic | undefined;

  before(async () => {
    network = await hostNetwork();
    lab = await temporaryLab();
    await lab.up(TWO);
    [beta, gamma] = await Promise.all([deployProbe(lab, 'beta'), deployProbe(lab, 'gamma')]);
    await requestUntilAnswered(lab, beta, gamma.loadBalancerAddress, 80, 'hostname');
    initial = await inventory();
  });
  after(async () => {
    await traffic?.stop();
    await removeLab(lab);
  });

  it('adds and removes it without a failed request between the first two, whose addresses stay', async () => {
    traffic = new Traffic(lab, beta, gamma);
    assert.equal(await lab.up(THREE), false);
    await traffic.more();
    const clusters = await lab.clusters();
    assert.deepEqual(
      [...clusters.values()].map(({ name, number }) => [name, number]),
      [
        ['beta', 1],
        ['gamma', 2],
        ['alpha', 3],
      ],
    );
    const alpha = await deployProbe(lab, 'alpha');
    assert.equal(alpha.loadBalancerAddress, '10.203.0.1');
    await reachedAsTheNetworkRulesSay(alpha);
    const gone = await namespacesOf(lab);

    assert.equal(await lab.up(TWO), false);
    await traffic.more();
    assert.deepEqual(await traffic.end(), []);
    assert.deepEqual(await inventory(), initial);
    const stayed = await namespacesOf(lab);
    const left = new Set([...gone].filter((namespace) => !stayed.has(namespace)));
    assert.equal(left.size, 1);
    assert.deepEqual(
      (await footprint(lab, left)).processes.filter((found) => !found.includes(lab.directory)),
      [],
    );
  });

  it('keeps what runs when no clusters are named', async () => {
    assert.equal(await lab.up(), false);
    assert.deepEqual(await inventory(), initial);
  });

  it('refuses to move a running cluster to another network, and changes nothing', async () => {
    const moved = [ALPHA, { name: 'beta', network: 'elsewhere' }];
    await assert.rejects(lab.up(moved), /beta runs in network shared and cannot be moved to elsewhere/);
    assert.deepEqual(await inventory(), initial);
  });

  for (const step of ['Prepare files', 'Connect the clusters', 'Start cluster alpha']) {
    it(`finishes adding it after being killed at "${step}"`, async () => {
      assert.ok(await killedAt(step, THREE), 'it ended before it was killed');
      await lab.up(THREE);
      assert.equal((await lab.status()).unfinished.length, 0);
      await reachedAsTheNetworkRulesSay(await deployProbe(lab, 'alpha'));
      await lab.up(TWO);
      assert.deepEqual(await inventory(), initial);
    });
  }

  it('finishes taking it away after being killed while it ends, even if it is wanted again', async () => {
    // The end takes a tenth of a second: the kill may come too late for it.
    for (let attempt = 1; attempt <= 5 && !(await lab.status()).unfinished.includes('alpha'); attempt += 1) {
      await lab.up(THREE);
      await killedAt('End cluster alpha', TWO);
    }
    assert.deepEqual((await lab.status()).unfinished, ['alpha']);
    await lab.up(THREE);
    assert.equal((await lab.exec(['kubectl', '--context', 'alpha', 'get', 'namespace', 'probe'])).code, 1);
    await lab.up(TWO);
    assert.deepEqual(await inventory(), initial);
  });

  it('ends wholly after being killed while a cluster is added', async () => {
    assert.ok(await killedAt('Start cluster alpha', THREE), 'it ended before it was killed');
    const namespaces = await namespacesOf(lab);
    await lab.down();
    assert.deepEqual(await footprint(lab, namespaces), { processes: [], mounts: [], cgroups: [] });
    assert.equal(await hostNetwork(), network);
  });

  async function reachedAsTheNetworkRulesSay(alpha: Probe): Promise<void> {
    for (const [from, to] of [
      [alpha, beta],
      [beta, alpha],
    ] as const) {
      const answer = await request(lab, from, to.podAddress, NETEXEC_PORT, 'clientip');
      assert.equal(answer.responses?.[0]?.split(':')[0], from.podAddress, JSON.stringify(answer));
    }
    for (const [from, to] of [
      [alpha, gamma],
      [gamma, alpha],
    ] as const) {
      const refused = await request(lab, from, to.podAddress, NETEXEC_PORT, 'clientip');
      assert.match(refused.errors?.join() ?? '', /no route to host/, JSON.stringify(refused));
      const answer = await requestUntilAnswered(lab, from, to.loadBalancerAddress, 80, 'hostname');
      assert.equal(answer.responses?.[0], to.pod, JSON.stringify(answer));
    }
  }

  /**
   * Runs `up` on the command line and kills it, with all that it runs, as soon as it says that a step has begun. Yields whether it had not ended
   * by itself.
   *
   * @throws AssertionError if it failed by itself.
   */
  async function killedAt(step: string, clusters: typeof THREE): Promise<boolean> {
    const wanted = clusters.map(({ name, network: of }) => `${name}=${of}`).join(',');
    const child = spawn(process.execPath, ['--import', 'tsx', 'lab/main.ts', 'up', '--clusters', wanted], {
      cwd: CHECKOUT,
      env: { ...process.env, MESHWORK_LAB_DIR: lab.directory },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString();
      const runs = child.exitCode === null && child.signalCode === null;
      if (said.includes(`…  ${step}\n`) && child.pid !== undefined && runs) process.kill(-child.pid, 'SIGKILL');
    });
    const signal = await new Promise((resolve) => child.once('close', (_, received) => resolve(received)));
    if (signal === 'SIGKILL') return true;
    assert.equal(child.exitCode, 0, said);
    return false;
  }

  /** All that a cluster has in a lab and in its state. */
  async function inventory(): Promise<Inventory> {
    const inside = (...command: string[]): Promise<string> => lab.run(command);
    const beside = (...command: string[]): Promise<string> =>
      lab.run(['nsenter', '--net=/run/netns/beta', '--', ...command]);
    const links = JSON.parse(await inside('ip', '-json', 'link')) as { ifname: string }[];
    const rules = await Promise.all([
      inside('nft', 'list', 'table', 'ip', 'meshwork'),
      beside('nft', 'list', 'table', 'ip', 'meshwork'),
    ]);
    return {
      status: (await lab.status()).clusters,
      links: links.map(({ ifname }) => ifname),
      routes: await inside('ip', 'route'),
      rules: rules.map((text) => text.replace(/packets \d+ bytes \d+/, '')),
      files: await inside('ls', '/run/netns', '/run/meshwork', `${lab.directory}/clusters`),
      cgroups: await inside('find', '/sys/fs/cgroup/', '-mindepth', '2', '-type', 'd', '-not', '-path', '*/lab'),
      namespaces: await inside('lsns', '--noheadings', '--output', 'TYPE,NS'),
      kubeconfig: readFileSync(lab.kubeconfig, 'utf8'),
      pods: await Promise.all(
        [beta, gamma].map(({ cluster, pod }) =>
          lab.kubectl(cluster, '-n', 'probe', 'get', 'pod', pod, '--output=jsonpath={.metadata.uid}'),
        ),
      ),
    };
  }
});

type Inventory = Readonly<Record<string, unknown>>;

/**
 * Requests from one probe's pod to the load balancer of another, one after the other, until `end`. If the pod could not be asked for a request, it is
 * asked again: the way to the pod is not under test.
 */
class Traffic {
  private ending = false;
  private answered = 0;
  private readonly failures: string[] = [];
  private readonly done: Promise<void>;

  constructor(
    private readonly lab: Lab,
    private readonly from: Probe,
    private readonly to: Probe,
  ) {
    this.done = this.run();
  }

  /**
   * Returns after a few more requests.
   *
   * @throws AssertionError if there are none.
   */
  async more(): Promise<void> {
    const made = () => Promise.resolve(this.answered + this.failures.length);
    const enough = (await made()) + 5;
    const count = await eventually(made, (requests) => requests >= enough, AbortSignal.timeout(180_000));
    assert.ok(count >= enough, `${count} requests were made, ${enough} were awaited`);
  }

  /** Ends them. */
  async stop(): Promise<void> {
    this.ending = true;
    await this.done;
  }

  /** Ends them and returns the errors. */
  async end(): Promise<readonly string[]> {
    await this.stop();
    assert.ok(this.answered > 10, `only ${this.answered} requests were made`);
    return this.failures;
  }

  private async run(): Promise<void> {
    while (!this.ending) {
      const answer = await request(this.lab, this.from, this.to.loadBalancerAddress, 80, 'hostname').catch(
        () => undefined,
      );
      if (answer === undefined) continue;
      if (answer.responses?.[0] === this.to.pod) this.answered += 1;
      else this.failures.push(JSON.stringify(answer));
    }
  }
}
