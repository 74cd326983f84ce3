import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type ClusterPlan, eastWestGatewayOf } from '../../../../model/plan/cluster-plan';
import { plan } from '../../../../model/plan/plan';
import { federated, topologyOf } from '../specimen';
import { type Configuration, configurations, homeOf } from './configurations';

const RUNS = { numRuns: 1000 };

function planned(change: (raw: ReturnType<typeof federated>) => void = () => undefined) {
  const raw = federated();
  change(raw);
  const { clusters, meshes } = plan(topologyOf(raw));
  return {
    cluster: (name: string) => {
      const cluster = clusters.find((candidate) => candidate.name === name);
      assert.ok(cluster);
      return cluster;
    },
    trusts: Object.fromEntries(meshes.map(({ name, trusts }) => [name, trusts])),
  };
}

describe('plan of two federated meshes in one network', () => {
  it('has each trust the other until trust is withdrawn, which changes nothing else', () => {
    assert.deepEqual(planned().trusts, { blue: ['blue', 'green'], green: ['blue', 'green'] });
    const withdrawn = planned((raw) => {
      raw.federations['blue-green'] = { ...raw.federations['blue-green'], trust: 'withdrawn' };
    });
    assert.deepEqual(withdrawn.trusts, { blue: ['blue'], green: ['green'] });
    for (const name of ['east', 'west']) assert.deepEqual(withdrawn.cluster(name), planned().cluster(name));
  });

  it('gives each exporter a gateway that lets its export through and nothing else', () => {
    const east = planned().cluster('east');
    assert.deepEqual(east.exposes, ['orders.shop.svc.cluster.local']);
    assert.notEqual(eastWestGatewayOf(east), undefined);
    assert.equal(eastWestGatewayOf(planned((raw) => (raw.federations = {})).cluster('east')), undefined);
  });

  it('has the service appear in the other mesh, behind the gateway and with its identity pinned', () => {
    assert.deepEqual(planned().cluster('west').imports, [
      {
        name: 'orders.blue',
        service: 'orders',
        from: 'blue',
        to: 'green',
        host: 'orders.shop.svc.blue.mesh.internal',
        resolution: 'STATIC',
        ports: [{ name: 'http', number: 80, protocol: 'HTTP', sni: 'outbound_.80_._.orders.shop.svc.cluster.local' }],
        identities: ['spiffe://blue.example/ns/shop/sa/orders'],
        gateways: [{ cluster: 'east', address: undefined, port: 15443 }],
      },
    ]);
  });

  it('dials the address of the network: a static one with its port, or a name', () => {
    const gateway = (settings: object) => {
      const [imported] = planned((raw) => (raw.networks['shared'] = { gateway: settings })).cluster('west').imports;
      return [imported?.resolution, imported?.gateways];
    };
    assert.deepEqual(gateway({ address: 'hostname', port: 443 }), [
      'DNS',
      [{ cluster: 'east', address: undefined, port: 443 }],
    ]);
    assert.deepEqual(gateway({ address: 'hostname', static: { address: '192.0.2.1', ports: { tls: 8443 } } }), [
      'STATIC',
      [{ cluster: 'east', address: '192.0.2.1', port: 8443 }],
    ]);
    const both = ['192.0.2.1', 'gateways.example.org'];
    assert.deepEqual(gateway({ static: { address: both } }), [
      'DNS',
      both.map((address) => ({ cluster: 'east', address, port: 15443 })),
    ]);
  });

  it('has a primary open the gateways of its remotes, and the remote import by its primary', () => {
    const plans = planned((raw) => {
      raw.clusters['far'] = { mesh: 'blue', network: 'shared', role: 'remote', primary: 'east' };
      raw.services['orders'] = { ...raw.services['orders'], clusters: ['far'] };
    });
    assert.deepEqual(plans.cluster('east').exposes, ['orders.shop.svc.cluster.local']);
    assert.deepEqual(plans.cluster('far').exposes, []);
    assert.notEqual(eastWestGatewayOf(plans.cluster('far')), undefined);
    assert.deepEqual(plans.cluster('far').imports, []);
    assert.equal(plans.cluster('east').imports.length, 1);
  });

  it('lets every service through where the mesh of the exporter spans networks', () => {
    const plans = planned((raw) => {
      raw.networks['elsewhere'] = {};
      raw.clusters['north'] = { mesh: 'blue', network: 'elsewhere', role: 'primary' };
    });
    assert.deepEqual(plans.cluster('east').exposes, ['*.local']);
  });
});

describe('plan of any federations', () => {
  it('has trust go both ways, between the meshes of an exchange and no others', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const { meshes } = plan(topologyOf(raw));
        const exchanged = (one: string, other: string) =>
          Object.values(raw.federations).some(
            ({ meshes: pair, trust }) => trust === 'exchanged' && pair.includes(one) && pair.includes(other),
          );
        for (const one of meshes)
          for (const other of meshes)
            assert.equal(one.trusts.includes(other.name), one === other || exchanged(one.name, other.name));
      }),
      RUNS,
    );
  });

  it('has every export appear once in each primary of the other mesh, behind a gateway that lets it through', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const { clusters } = plan(topologyOf(raw));
        for (const cluster of clusters) {
          assert.deepEqual(cluster.imports.map(({ name }) => name).sort(), expectedImports(cluster, raw));
          for (const { from, gateways, service } of cluster.imports) {
            assert.ok(gateways.length > 0);
            for (const gateway of gateways) {
              const exporter = clusters.find(({ name }) => name === gateway.cluster);
              const opener = clusters.find(({ name }) => name === exporter?.servedBy);
              assert.equal(exporter?.mesh, from);
              assert.ok(eastWestGatewayOf(exporter) !== undefined && opener !== undefined);
              assert.ok(opener.exposes.some((host) => ['*.local', `${service}.shop.svc.cluster.local`].includes(host)));
            }
          }
        }
      }),
      RUNS,
    );
  });

  it('has no istiod watch a cluster of another mesh', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        for (const { mesh, remoteSecrets } of plan(topologyOf(raw)).clusters)
          assert.ok(remoteSecrets.every(({ watched }) => raw.clusters[watched]?.mesh === mesh));
      }),
      RUNS,
    );
  });

  it('differs in trust alone when trust is withdrawn', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const entries = Object.entries(raw.federations).map(([name, one]) => [name, { ...one, trust: 'withdrawn' }]);
        const withdrawn = plan(topologyOf({ ...raw, federations: Object.fromEntries(entries) as object }));
        assert.deepEqual(withdrawn.clusters, plan(topologyOf(raw)).clusters);
        for (const { name, trusts } of withdrawn.meshes) assert.deepEqual(trusts, [name]);
      }),
      RUNS,
    );
  });
});

/** Names of the imports that a cluster has to have, sorted: a primary has all that is exported to its mesh. */
function expectedImports({ mesh, role }: ClusterPlan, raw: Configuration): string[] {
  if (role !== 'primary') return [];
  return Object.values(raw.federations)
    .filter(({ meshes }) => meshes.includes(mesh))
    .flatMap(({ exports }) => Object.keys(exports))
    .flatMap((service) => {
      const declared = raw.services[service];
      const home = declared === undefined ? mesh : homeOf(declared, raw.clusters);
      return home === mesh ? [] : [`${service}.${home}`];
    })
    .sort();
}
