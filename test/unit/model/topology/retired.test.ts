import { strict as assert } from 'node:assert';
import { plan } from '../../../../model/plan/plan';
import { resolve } from '../../../../model/topology/resolve';
import { withoutRetired } from '../../../../model/topology/retired';
import { ruleProblems } from '../../../../model/rules/rules';
import { everyKey } from '../every-key';
import { primaryRemote, specOf, withMachine } from '../specimen';

const retire = (clusters: Record<string, Record<string, unknown>>, name: string) =>
  (clusters[name] = { ...clusters[name], state: 'retired' });

describe('a configuration without its retired places', () => {
  it('is the same where none is retired', () => {
    const spec = specOf(everyKey());
    assert.equal(withoutRetired(spec), spec);
  });

  it('has the plan of one that never had the cluster', () => {
    const raw = primaryRemote();
    retire(raw.clusters, 'west');
    const without = primaryRemote();
    delete without.clusters['west'];
    delete without.networks['net-west'];
    const { retired, ...rest } = plan(resolve(specOf(raw)));
    assert.deepEqual(retired, { clusters: [{ name: 'west', role: 'remote' }], machines: [] });
    const { retired: none, ...expected } = plan(resolve(specOf(without)));
    assert.deepEqual(none, { clusters: [], machines: [] });
    assert.deepEqual(rest, expected);
  });

  it('lacks all that refers to the cluster alone, and stays right', () => {
    const raw = {
      ...primaryRemote(),
      services: {
        orders: { namespace: 'shop', clusters: ['east', 'west'], ports: { http: { port: 80 } } },
        stock: { namespace: 'shop', clusters: ['west'], ports: { http: { port: 80 } } },
      },
      ingressGateways: {
        front: {
          cluster: 'east',
          routes: { stock: { hosts: ['stock.example'], service: 'stock' }, all: { hosts: ['*'], service: 'orders' } },
        },
        back: { cluster: 'west', routes: { all: { hosts: ['*'], service: 'orders' } } },
      },
      nodePools: { fast: { cluster: 'west', nodes: { labels: { fast: 'yes' } } } },
    };
    raw.networks['net-east'] = { registries: ['west'] };
    retire(raw.clusters, 'west');
    const topology = resolve(specOf({ ...raw, nodePools: {} }));
    assert.deepEqual([...topology.services.keys()], ['orders']);
    assert.deepEqual(
      topology.services.get('orders')?.clusters.map(({ name }) => name),
      ['east'],
    );
    assert.deepEqual(
      topology.ingressGateways.map(({ key }) => key),
      ['front'],
    );
    assert.deepEqual(
      topology.ingressGateways[0]?.routes.map(({ name }) => name),
      ['all'],
    );
    assert.deepEqual(topology.spec.networks['net-east']?.registries, []);
    assert.deepEqual(
      ruleProblems(topology, {}).map(({ path }) => path),
      [],
    );
  });

  it('lacks machines that are retired, and their entries', () => {
    const raw = withMachine();
    raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], state: 'retired' };
    const { retired, workloadGroups } = plan(resolve(specOf(raw)));
    assert.deepEqual(retired, { clusters: [], machines: ['vm-1'] });
    assert.deepEqual(
      workloadGroups.map(({ key, machines }) => [key, machines.length]),
      [['legacy', 0]],
    );
  });
});
