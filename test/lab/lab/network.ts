import assert from 'node:assert/strict';
import type { Lab } from '../../../lab/lab';
import { NETEXEC_PORT } from '../netexec-pod';
import { deployProbe, type Probe, request, requestUntilAnswered } from './probe';

/**
 * Tests of the ways between pods, load balancers and API servers of a lab.
 *
 * @param running a lab whose clusters alpha and beta are in one network and gamma is in another, and whose load balancers are the probes' alone.
 */
export function network(running: () => Lab): void {
  let lab: Lab;
  let alpha: Probe;
  let beta: Probe;
  let gamma: Probe;

  before(async () => {
    lab = running();
    [alpha, beta, gamma] = await Promise.all([
      deployProbe(lab, 'alpha'),
      deployProbe(lab, 'beta'),
      deployProbe(lab, 'gamma'),
    ]);
  });

  it('leads from pod to pod in one network, and shows the caller its own address', async () => {
    const answer = await request(lab, alpha, beta.podAddress, NETEXEC_PORT, 'clientip');
    assert.equal(answer.responses?.[0]?.split(':')[0], alpha.podAddress, JSON.stringify(answer));
  });

  for (const [from, to] of [
    ['gamma', 'alpha'],
    ['alpha', 'gamma'],
  ]) {
    it(`refuses a pod of ${from} the address of a pod of ${to}, by a rule and not for want of a route`, async () => {
      const [source, target] = [probe(from), probe(to)];
      const earlier = await refusedPackets();
      const answer = await request(lab, source, target.podAddress, NETEXEC_PORT, 'clientip');
      assert.equal(answer.responses, undefined, JSON.stringify(answer));
      assert.match(answer.errors?.join() ?? '', /no route to host/);
      assert.ok((await refusedPackets()) > earlier, 'the router did not count a refused packet');
    });
  }

  it('refuses pods to processes beside the clusters', async () => {
    const outcome = await lab.exec(connect(alpha.podAddress, NETEXEC_PORT));
    assert.equal(outcome.stdout, 'EHOSTUNREACH');
  });

  it('leads to load balancers from pods of every cluster and from beside the clusters', async () => {
    for (const from of [alpha, beta, gamma]) {
      for (const to of [alpha, beta, gamma]) {
        const answer = await requestUntilAnswered(lab, from, to.loadBalancerAddress, 80, 'hostname');
        assert.equal(answer.responses?.[0], to.pod, `from ${from.pod}: ${JSON.stringify(answer)}`);
      }
    }
    assert.equal((await lab.exec(connect(gamma.loadBalancerAddress, 80))).stdout, 'connected');
  });

  it('gives load balancers addresses of the range of their cluster', () => {
    const addresses = [alpha, beta, gamma].map(({ loadBalancerAddress }) => loadBalancerAddress);
    assert.deepEqual(addresses, ['10.201.0.1', '10.202.0.1', '10.203.0.1']);
  });

  it('refuses at once a load balancer address of no Service', async () => {
    const answer = await request(lab, gamma, '10.201.0.77', 80, 'hostname');
    assert.match(answer.errors?.join() ?? '', /no route to host/);
  });

  it('leads to the API servers of all clusters from pods', async () => {
    for (const { nodeAddress } of (await lab.clusters()).values()) {
      const answer = await request(lab, gamma, nodeAddress, 6443, 'version');
      assert.match(JSON.stringify(answer), /HTTP request to an HTTPS server/);
    }
  });

  it('finds Services by name, also the one that the caller is behind', async () => {
    const answer = await requestUntilAnswered(lab, beta, 'probe.probe.svc.cluster.local', 80, 'hostname');
    assert.equal(answer.responses?.[0], beta.pod, JSON.stringify(answer));
  });

  function probe(cluster: string | undefined): Probe {
    const found = [alpha, beta, gamma].find((candidate) => candidate.cluster === cluster);
    assert.ok(found);
    return found;
  }

  async function refusedPackets(): Promise<number> {
    const counter = await lab.run(['nft', 'list', 'counter', 'ip', 'meshwork', 'refused']);
    return Number(/packets (\d+)/.exec(counter)?.[1]);
  }
}

/** A command that connects and says how that went. */
function connect(host: string, port: number): string[] {
  const program = `
    const socket = require('node:net').connect(${port}, '${host}');
    const end = (text) => { process.stdout.write(text); process.exit(); };
    socket.once('connect', () => end('connected')).once('error', (error) => end(error.code));`;
  return ['node', '-e', program];
}
