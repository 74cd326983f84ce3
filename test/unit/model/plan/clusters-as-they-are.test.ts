import { strict as assert } from 'node:assert';
import { plan } from '../../../../model/plan/plan';
import { eastWestGatewayOf } from '../../../../model/plan/cluster-plan';
import { primaryRemote, topologyOf, withMachine } from '../specimen';
import { onlyIstiod } from './only-istiod';

type Raw = ReturnType<typeof primaryRemote> & Record<string, unknown>;

/** The plans of both clusters of S3, with a change. */
function clustersWith(change: (raw: Raw) => void) {
  const raw: Raw = primaryRemote();
  change(raw);
  const { clusters } = plan(topologyOf(raw));
  const [east, west] = clusters;
  assert.ok(east !== undefined && west !== undefined);
  return { east, west };
}

describe('plan of clusters as they are', () => {
  it('makes new pods of every gateway when their image changes alone', () => {
    const annotationsOf = (images: object, values: object = {}) => {
      const raw = { ...primaryRemote(), ingressGateways: { public: { cluster: 'west' } } };
      raw.istio = { version: '1.31.1', images, values: { istiod: values } };
      return plan(topologyOf(raw)).clusters.flatMap(({ gateways }) =>
        gateways.map((gateway) => gateway.values['podAnnotations']),
      );
    };
    const each = (image: string) => [1, 2, 3].map(() => ({ 'meshwork/image': image }));
    assert.deepEqual(annotationsOf({}), [undefined, undefined, undefined]);
    assert.deepEqual(annotationsOf({ tag: '1.31.1-patched' }), each('tag=1.31.1-patched'));
    assert.deepEqual(annotationsOf({ hub: 'mirror.example/istio', tag: 'a' }), each('hub=mirror.example/istio,tag=a'));
    assert.deepEqual(annotationsOf({}, { global: { variant: 'distroless' } }), each('variant=distroless'));
  });

  it('has istiods pull images, and pods that they inject, with the Secret of the stack beside those of the user', () => {
    const secretsOf = (values: object) => {
      const { east, west } = clustersWith((raw) => {
        raw['registryCredentials'] = { 'registry.example': { username: 'a', password: 'b' } };
        raw.istio['values'] = { istiod: values };
      });
      return [east, west].map((cluster) => onlyIstiod(cluster).values['global'] as Record<string, unknown>);
    };
    for (const global of secretsOf({})) assert.deepEqual(global['imagePullSecrets'], ['meshwork-registry']);
    for (const global of secretsOf({ global: { imagePullSecrets: ['mine'] } }))
      assert.deepEqual(global['imagePullSecrets'], ['mine', 'meshwork-registry']);
  });

  it('labels istio-system as config says, beside what Istio reads there', () => {
    const { west } = clustersWith((raw) => {
      const systemNamespace = { labels: { team: 'mesh' }, annotations: { owner: 'mesh' } };
      raw.clusters['west'] = { ...raw.clusters['west'], systemNamespace };
    });
    assert.deepEqual(west.namespaceLabels, { team: 'mesh', 'topology.istio.io/network': 'net-west' });
    assert.deepEqual(west.namespaceAnnotations, {
      owner: 'mesh',
      'topology.istio.io/controlPlaneClusters': 'east',
    });
  });

  it('takes the labels of istio-system that Istio reads from nobody', () => {
    assert.throws(
      () =>
        clustersWith((raw) => {
          const systemNamespace = { labels: { 'topology.istio.io/network': 'other' } };
          raw.clusters['west'] = { ...raw.clusters['west'], systemNamespace };
        }),
      /no key that starts with topology\.istio\.io|meshwork:clusters\.west\.systemNamespace/,
    );
  });

  it('tells istiods of either role the aliases of the trust domain, and the domain as one of them', () => {
    const { east, west } = clustersWith((raw) => {
      raw.meshes['blue'] = { trustDomain: 'new.example', trustDomainAliases: ['old.example', 'older.example'] };
    });
    for (const cluster of [east, west]) {
      const { trustDomain, trustDomainAliases } = onlyIstiod(cluster).values['meshConfig'] as Record<string, unknown>;
      assert.deepEqual(
        [trustDomain, trustDomainAliases],
        ['new.example', ['new.example', 'old.example', 'older.example']],
      );
    }
    assert.ok(eastWestGatewayOf(east));
  });

  it('has an istiod that serves machines start anew in each step of a change of the trust domain, and no other', () => {
    const annotations = (raw: object, mesh: object) => {
      const { clusters } = plan(topologyOf({ ...raw, meshes: { blue: mesh } }));
      const east = clusters.find(({ name }) => name === 'east') ?? assert.fail();
      return onlyIstiod(east).values['podAnnotations'];
    };
    const steps = [
      { trustDomain: 'old.example' },
      { trustDomain: 'old.example', trustDomainAliases: ['new.example'] },
      { trustDomain: 'new.example', trustDomainAliases: ['old.example'] },
      { trustDomain: 'new.example' },
    ];
    assert.deepEqual(
      steps.map((mesh) => annotations(withMachine(), mesh)),
      [undefined, { 'meshwork/trust-domain': 'old.example' }, { 'meshwork/trust-domain': 'new.example' }, undefined],
    );
    assert.deepEqual(
      steps.map((mesh) => annotations(primaryRemote(), mesh)),
      steps.map(() => undefined),
    );
  });

  it('has istiods start anew for other MeshNetworks where nodes announce a gateway, and nowhere else', () => {
    const ports = { tls: 31443, istiod: 31012, webhook: 31017 };
    const annotations = (east: object, address: string) => {
      const plans = clustersWith((raw) => {
        const fixed = { gateway: { service: 'nodePort', nodePorts: ports, static: { address, ports } } };
        raw.networks = { 'net-east': east, 'net-west': fixed };
        raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role: 'primary' };
      });
      const [ofEast, ofWest] = [plans.east, plans.west].map((one) => onlyIstiod(one).values['podAnnotations']);
      assert.deepEqual(ofEast, ofWest);
      return ofEast;
    };
    const told = (address: string) => ({
      'meshwork/mesh-networks': `{"net-west":{"gateways":[{"address":"${address}","port":31443}]}}`,
    });
    const announced = { gateway: { service: 'nodePort' } };
    for (const address of ['192.0.2.1', '192.0.2.2']) {
      assert.deepEqual(annotations(announced, address), told(address));
      assert.equal(annotations({}, address), undefined);
    }
  });

  it('has the trust domain as an alias of itself where it has no other', () => {
    const { east, west } = clustersWith(() => undefined);
    for (const cluster of [east, west]) {
      const { trustDomainAliases } = onlyIstiod(cluster).values['meshConfig'] as Record<string, unknown>;
      assert.deepEqual(trustDomainAliases, ['blue.example']);
    }
  });

  it('knows headless services', () => {
    const raw = {
      ...primaryRemote(),
      services: { db: { namespace: 'shop', clusters: ['east'], headless: true, ports: { tcp: { port: 5432 } } } },
    };
    assert.equal(plan(topologyOf(raw)).services[0]?.headless, true);
  });
});
