import assert from 'node:assert/strict';
import { parseArguments } from '../../../lab/arguments';

describe('arguments of the lab command', () => {
  it('takes no command for the whole main job', () => {
    assert.deepEqual(parseArguments([]), { name: 'main-job' });
  });

  it('reads the clusters of up', () => {
    assert.deepEqual(parseArguments(['up', '--clusters', 'east=net-east, west=net-west']), {
      name: 'up',
      clusters: [
        { name: 'east', network: 'net-east' },
        { name: 'west', network: 'net-west' },
      ],
      ingress: [],
    });
    assert.deepEqual(parseArguments(['up']), { name: 'up', ingress: [] });
  });

  it('shows the form of clusters if it does not understand them', () => {
    for (const bad of ['east', 'east=', '=net', 'a=b=c', 'a=b,,c=d']) {
      assert.throws(() => parseArguments(['up', '--clusters', bad]), /is not NAME=NETWORK.*example/);
    }
  });

  it('finds an example by its name, and says which there are', () => {
    const command = parseArguments(['example', 's4-multi-primary-one-network']);
    assert.deepEqual(command.name === 'example' && command.example.clusters(), [
      { name: 'east', network: 'net' },
      { name: 'west', network: 'net' },
    ]);
    assert.throws(() => parseArguments(['example']), /needs the name of one:\n {2}s/);
    assert.throws(() => parseArguments(['example', 's4']), /no example "s4", only:\n[^]*s4-multi-primary-one-network/);
  });

  it('reads which clusters get an ingress controller, each once', () => {
    const wanted = { name: 'up', ingress: ['east', 'west'] };
    assert.deepEqual(parseArguments(['up', '--ingress', 'east, west,east']), wanted);
  });

  it('shows the form of --ingress if it does not understand it', () => {
    for (const bad of ['', ',', 'east,,west', 'east,']) {
      assert.throws(() => parseArguments(['up', '--ingress', bad]), /is not CLUSTER,.*example/);
    }
  });

  it('reads how many machines there are to be, or what they are called', () => {
    const machines = (...names: string[]) => ({ name: 'up', machines: names.map((name) => ({ name })), ingress: [] });
    assert.deepEqual(parseArguments(['up', '--machines', '2']), machines('vm-1', 'vm-2'));
    assert.deepEqual(parseArguments(['up', '--machines', '0']), machines());
    assert.deepEqual(parseArguments(['up', '--machines', 'legacy, billing']), machines('legacy', 'billing'));
    for (const bad of ['', 'a,,b', '1,']) {
      assert.throws(() => parseArguments(['up', '--machines', bad]), /neither a number nor NAME,.*Examples/);
    }
  });

  it('reads what to break, in which cluster, and whether to mend it', () => {
    assert.deepEqual(parseArguments(['fault']), { name: 'faults' });
    const wanted = { name: 'fault', fault: 'dns-down', cluster: 'west' };
    assert.deepEqual(parseArguments(['fault', 'dns-down', 'west']), { ...wanted, undo: false });
    assert.deepEqual(parseArguments(['fault', 'dns-down', 'west', '--undo']), { ...wanted, undo: true });
    assert.throws(() => parseArguments(['fault', 'dns-down']), /needs a cluster to break it in, e\.g\. npm run lab/);
  });

  it('reads how many nodes clusters are to have', () => {
    const wanted = { name: 'up', nodes: { east: 2, west: 3 }, ingress: [] };
    assert.deepEqual(parseArguments(['up', '--nodes', 'east=2, west=3']), wanted);
    for (const bad of ['', '2', 'east', 'east=two', 'east=2,']) {
      assert.throws(() => parseArguments(['up', '--nodes', bad]), /is not CLUSTER=NUMBER.*example/);
    }
  });

  it('leaves everything behind exec to the command', () => {
    const command = ['kubectl', '--context', 'east', 'get', 'pods', '-A', '--', 'x'];
    assert.deepEqual(parseArguments(['exec', '--', ...command]), { name: 'exec', command });
    assert.deepEqual(parseArguments(['exec', ...command]), { name: 'exec', command });
  });

  it('refuses exec without a command', () => {
    for (const args of [['exec'], ['exec', '--'], ['exec', '--help']]) {
      assert.throws(() => parseArguments(args), /exec needs a command/);
    }
  });

  it('reads logs', () => {
    assert.deepEqual(parseArguments(['logs']), { name: 'logs', follow: false });
    const wanted = { name: 'logs', member: 'west', process: 'kubelet', follow: true };
    assert.deepEqual(parseArguments(['logs', 'west', 'kubelet', '--follow']), wanted);
    assert.deepEqual(parseArguments(['logs', '-f', 'west', 'kubelet']), wanted);
  });

  it('names the words that it does not know', () => {
    assert.throws(() => parseArguments(['start']), /no lab command "start"/);
    assert.throws(() => parseArguments(['up', '--cluster', 'x']), /--cluster/);
    assert.throws(() => parseArguments(['down', 'now']), /"now" is one argument too many/);
  });
});
