import { strict as assert } from 'node:assert';
import { pem, problemsOf, SERVER } from './ingress-gateways';

const sql = (port: number, more: object = {}) => ({ port, service: 'stock', servicePort: 'sql', ...more });
describe('rules of the Service of an ingress gateway', () => {
  it('take each kind of Service, with its settings', () => {
    const https = { shop: SERVER };
    assert.deepEqual(
      problemsOf({
        https,
        service: 'nodePort',
        nodePorts: { http: 30080, https: 30443 },
        externalTrafficPolicy: 'Local',
      }),
      [],
    );
    assert.deepEqual(
      problemsOf({ https, service: 'clusterIP', proxyProtocol: true, loadBalancer: { annotations: { a: 'b' } } }),
      [],
    );
  });

  it('refuse ports of nodes with another kind of Service, of no port, and twice', () => {
    for (const service of ['loadBalancer', 'clusterIP'])
      assert.deepEqual(problemsOf({ service, nodePorts: { http: 30080 } }), [
        `nodePorts: ports of nodes, with \`service: ${service}\`; expected \`service: nodePort\``,
      ]);
    assert.deepEqual(problemsOf({ service: 'nodePort', nodePorts: { https: 30443, http: 30080 } }), [
      'nodePorts.https: "https", which is no port of the gateway; expected one of http',
    ]);
    assert.deepEqual(
      problemsOf({ service: 'nodePort', ports: { sql: sql(5432) }, nodePorts: { sql: 30080, http: 30080 } }),
      [
        'nodePorts.http: 30080, which sql has as well; expected a port of its own for each',
        'nodePorts.sql: 30080, which http has as well; expected a port of its own for each',
      ],
    );
  });

  it('refuse settings of a load balancer that is not there', () => {
    const loadBalancer = { internal: false, sourceRanges: ['10.0.0.0/8'], class: 'inner' };
    assert.deepEqual(problemsOf({ service: 'clusterIP', loadBalancer, externalTrafficPolicy: 'Local' }), [
      'externalTrafficPolicy: "Local", with `service: clusterIP`; expected nothing: no traffic comes from outside to an address inside the cluster',
      'loadBalancer.class: "inner", with `service: clusterIP`; expected nothing: there is no load balancer of the gateway',
      'loadBalancer.internal: false, with `service: clusterIP`; expected nothing: there is no load balancer of the gateway',
      'loadBalancer.sourceRanges: ["10.0.0.0/8"], with `service: clusterIP`; expected nothing: there is no load balancer of the gateway',
    ]);
  });

  it('refuse values beside keys that say the same', () => {
    const values = { service: { externalTrafficPolicy: 'Local' }, podAnnotations: { 'proxy.istio.io/config': '{}' } };
    assert.deepEqual(problemsOf({ values }), []);
    assert.deepEqual(problemsOf({ values, externalTrafficPolicy: 'Local', proxyProtocol: true }), [
      'values.podAnnotations.proxy.istio.io/config: an annotation, beside the key proxyProtocol of the gateway, which writes it; expected one of the two',
      'values.service.externalTrafficPolicy: "Local", beside the key externalTrafficPolicy of the gateway; expected one of the two',
    ]);
  });

  it('want services behind ways of TLS that speak it', () => {
    assert.deepEqual(
      problemsOf({
        passthrough: {
          shop: { hosts: ['shop.example'], service: 'orders' },
          vault: { hosts: ['v.example'], service: 'vault' },
        },
      }),
      [
        'passthrough.shop.port: port http, on which http is spoken; expected a port with tls, https: the service ends the TLS that is passed on',
      ],
    );
  });
});

describe('rules of addresses of ingress gateways', () => {
  const two = (front: object, back: object, more: object = {}) =>
    problemsOf(front, {
      ingressGateways: { front: { cluster: 'east', ...front }, back: { cluster: 'east', ...back } },
      ...more,
    });
  const ports = (http: number) => ({ service: 'nodePort', nodePorts: { http } });

  it('refuse one port of the nodes for two gateways of a cluster, on both', () => {
    assert.deepEqual(two(ports(30080), ports(30081)), []);
    assert.deepEqual(two(ports(30080), { ...ports(30080), cluster: 'west' }), []);
    const expected = 'in cluster east; expected a port of the nodes for each';
    assert.deepEqual(two(ports(30080), ports(30080)), [
      `ingressGateways.back.nodePorts.http: 30080, which meshwork:ingressGateways.front.nodePorts.http has as well ${expected}`,
      `nodePorts.http: 30080, which meshwork:ingressGateways.back.nodePorts.http has as well ${expected}`,
    ]);
  });

  it('refuse one that the east-west gateway of the cluster has', () => {
    const networks = {
      'net-west': {},
      'net-east': {
        gateway: {
          service: 'nodePort',
          nodePorts: { tls: 30080, istiod: 30012, webhook: 30017 },
          static: { address: '192.0.2.1' },
        },
      },
    };
    assert.deepEqual(two(ports(30080), {}, { networks }), [
      'nodePorts.http: 30080, which meshwork:networks.net-east.gateway.nodePorts.tls has as well in cluster east; expected a port of the nodes for each',
    ]);
  });

  it('refuse one address for two gateways, on both', () => {
    const at = (service: object) => ({ values: { service } });
    assert.deepEqual(two(at({ loadBalancerIP: '192.0.2.7' }), at({ externalIPs: ['192.0.2.8', '192.0.2.7'] })), [
      'ingressGateways.back.values.service.externalIPs: 192.0.2.7, which ingress gateway front has as well; expected an address of its own: each of them ' +
        'has port 80',
      'values.service.loadBalancerIP: 192.0.2.7, which ingress gateway back has as well; expected an address of its own: each of them has port 80',
    ]);
  });
});

describe('rules of an ingress gateway in several clusters', () => {
  const several = (front: object, others: object = {}) =>
    problemsOf({ cluster: undefined, clusters: ['east', 'west'], ...front }, others);

  it('take clusters of one mesh, remotes too, and ports of the nodes in each', () => {
    const nodePorts = { http: 30080 };
    assert.deepEqual(several({ https: { shop: SERVER }, kubernetesIngress: true }), []);
    assert.deepEqual(several({ service: 'nodePort', nodePorts }), []);
    const front = { clusters: ['east', 'west'], service: 'nodePort', nodePorts };
    const back = { cluster: 'west', service: 'nodePort', nodePorts };
    const expected = 'in cluster west; expected a port of the nodes for each';
    assert.deepEqual(problemsOf({}, { ingressGateways: { front, back } }), [
      `ingressGateways.back.nodePorts.http: 30080, which meshwork:ingressGateways.front.nodePorts.http has as well ${expected}`,
      `nodePorts.http: 30080, which meshwork:ingressGateways.back.nodePorts.http has as well ${expected}`,
    ]);
  });

  it('want exactly one of the two ways to name clusters, and each cluster once', () => {
    for (const front of [{ clusters: ['east'] }, { cluster: undefined }])
      assert.match(problemsOf(front).join(), /front: .*; expected exactly one of cluster and clusters$/);
    assert.deepEqual(several({ clusters: [] }), ['clusters: []; expected at least 1 entry']);
    assert.match(several({ clusters: ['east', 'east'] }).join(), /^clusters: .*; expected each entry once$/);
  });

  it('refuse clusters that are not there, or of two meshes', () => {
    assert.deepEqual(several({ clusters: ['east', 'wets'] }), [
      'clusters.1: "wets", which is no cluster of a mesh; expected one of east, west',
    ]);
    const networks = { 'net-west': {}, 'net-east': {} };
    const primary = (mesh: string, network: string) => ({ mesh, network, role: 'primary' });
    const clusters = { east: primary('blue', 'net-east'), west: primary('green', 'net-west') };
    const meshes = { blue: { trustDomain: 'blue.example' }, green: { trustDomain: 'green.example' } };
    assert.deepEqual(several({}, { clusters, meshes, networks }), [
      'clusters.1: "west", a cluster of mesh green; expected clusters of one mesh: "east" is of mesh blue',
    ]);
  });

  it('refuse a node pool and an address, which are of one cluster', () => {
    const nodePools = { edge: { cluster: 'east', nodes: { labels: { pool: 'edge' } } } };
    assert.deepEqual(several({ pool: 'edge' }, { nodePools }), [
      'pool: "edge", a node pool of cluster east; expected a node pool of cluster west: one of (there are none)',
    ]);
    assert.deepEqual(several({ values: { service: { loadBalancerIP: '192.0.2.7' } } }), [
      'values.service.loadBalancerIP: 192.0.2.7, for a gateway in 2 clusters; expected nothing: each cluster needs an address of its own',
    ]);
  });

  it('refuse a Secret for two authorities of clients in one of the clusters', () => {
    const https = { shop: { ...SERVER, clients: { authority: pem('authority.pem') } } };
    const back = { cluster: 'west', https };
    const front = { clusters: ['east', 'west'], https };
    assert.equal(problemsOf({}, { ingressGateways: { front, back } }).length, 2);
    assert.deepEqual(problemsOf({}, { ingressGateways: { front: { ...front, clusters: ['east'] }, back } }), []);
  });
});

describe('rules of gateways for Ingress objects', () => {
  const serving = (cluster: string) => ({ cluster, kubernetesIngress: true });

  it('refuse two for one istiod, on both', () => {
    const both = { ingressGateways: { front: serving('east'), back: serving('west') } };
    const expected = 'expected true for one gateway of each istiod';
    assert.deepEqual(problemsOf({}, both), [
      `ingressGateways.back.kubernetesIngress: true, and front serves the Ingress objects of cluster east as well; ${expected}`,
      `kubernetesIngress: true, and back serves the Ingress objects of cluster east as well; ${expected}`,
    ]);
    assert.deepEqual(problemsOf({}, { ingressGateways: { front: serving('west'), back: { cluster: 'east' } } }), []);
  });

  it('refuse mesh config that says something else', () => {
    const values = { istiod: { meshConfig: { ingressService: 'mine' } } };
    assert.deepEqual(problemsOf(serving('east'), { istio: { version: '1.31.1', values } }), [
      'kubernetesIngress: true, and "mine" as meshConfig.ingressService in values of the istiod chart; expected one of the two',
    ]);
  });
});
