import assert from 'node:assert/strict';
import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { type ClusterAddresses, neighbours, planAddresses } from '../../../../lab/network/plan';

const TWO = [
  { name: 'west', network: 'net-west' },
  { name: 'east', network: 'net-east' },
];

describe('address plan', () => {
  it('gives each cluster addresses that show their kind', () => {
    const [east] = planAddresses(TWO);
    assert.deepEqual(east, {
      name: 'east',
      network: 'net-east',
      number: 1,
      routerAddress: '10.0.1.254',
      nodes: [{ name: 'east', routerInterface: 'cluster1', address: '10.0.1.1', podRange: '10.1.0.0/18' }],
      nodeAddress: '10.0.1.1',
      linkPrefix: 24,
      apiServer: 'https://10.0.1.1:6443',
      podRange: '10.1.0.0/16',
      serviceRange: '10.101.0.0/16',
      kubernetesService: '10.101.0.1',
      dnsService: '10.101.0.10',
      loadBalancerRange: '10.201.0.0/24',
    });
  });

  it('gives further nodes names, links and shares of the pods of their own', () => {
    const [east] = planAddresses([{ name: 'east', network: 'net', nodes: 2 }]);
    assert.deepEqual(east?.nodes[1], {
      name: 'east-2',
      routerInterface: 'cluster1-2',
      address: '10.0.1.2',
      podRange: '10.1.64.0/18',
    });
  });

  it('does not depend on the order in which clusters are named', () => {
    assert.deepEqual(planAddresses(TWO), planAddresses([...TWO].reverse()));
  });

  it('never overlaps ranges, for any clusters', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]([a-z0-9]{0,8}[a-z0-9])?$/), { minLength: 1, maxLength: 49 });
    fc.assert(
      fc.property(names, (unique) => {
        const plan = planAddresses(unique.map((name) => ({ name, network: 'net' })));
        const ranges = plan.flatMap(rangesOf);
        for (const [index, range] of ranges.entries()) {
          assert.ok(isIPv4(range.text.split('/')[0] ?? ''), range.text);
          for (const other of ranges.slice(index + 1)) {
            assert.ok(range.last < other.first || other.last < range.first, `${range.text} overlaps ${other.text}`);
          }
        }
      }),
    );
  });

  it('keeps interface names short enough for the kernel, for all names of clusters', () => {
    const [cluster] = planAddresses([{ name: 'a'.repeat(61), network: 'net', nodes: 4 }]);
    assert.ok((cluster?.nodes[3]?.routerInterface.length ?? 99) <= 15);
  });

  it('names the fault of clusters that cannot be had', () => {
    const net = { network: 'net' };
    assert.throws(() => planAddresses([]), /at least one cluster/);
    assert.throws(() => planAddresses([{ name: 'East', ...net }]), /"East" is not a DNS label/);
    assert.throws(() => planAddresses([{ name: 'a', network: '-' }]), /network name "-"/);
    assert.throws(
      () =>
        planAddresses([
          { name: 'a', ...net },
          { name: 'a', ...net },
        ]),
      /a is named twice/,
    );
    assert.throws(() => planAddresses([{ name: 'a', ...net, nodes: 5 }]), /Cluster a can have 1 to 4 nodes, but 5/);
    assert.throws(
      () =>
        planAddresses([
          { name: 'a', ...net, nodes: 2 },
          { name: 'a-2', ...net },
        ]),
      /Node 2 of cluster a would have the name of cluster a-2: rename one of them/,
    );
    const many = Array.from({ length: 50 }, (_, index) => ({ name: `c${index}`, ...net }));
    assert.throws(() => planAddresses(many), /room for 49 clusters, but 50/);
  });

  it('counts a cluster and those of its network as neighbours', () => {
    const plan = planAddresses([
      { name: 'a', network: 'shared' },
      { name: 'b', network: 'shared' },
      { name: 'c', network: 'alone' },
    ]);
    const namesOf = (name: string): string[] =>
      plan
        .filter((cluster) => cluster.name === name)
        .flatMap((cluster) => neighbours(plan, cluster))
        .map((found) => found.name);
    assert.deepEqual(namesOf('a'), ['a', 'b']);
    assert.deepEqual(namesOf('c'), ['c']);
  });
});

interface Range {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

function rangesOf(cluster: ClusterAddresses): Range[] {
  const link = `${cluster.nodeAddress.replace(/\.1$/, '.0')}/${cluster.linkPrefix}`;
  return [link, cluster.podRange, cluster.serviceRange, cluster.loadBalancerRange].map((text) => {
    const [address = '', bits = ''] = text.split('/');
    const first = address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
    return { text, first, last: first + 2 ** (32 - Number(bits)) - 1 };
  });
}
