import { strict as assert } from 'node:assert';
import { topologyDiagram } from '../../../../model/diagram/diagram';
import { plan } from '../../../../model/plan/plan';
import { federated, noMesh, primaryRemote, topologyOf, withMachine } from '../specimen';

describe('topology diagram', () => {
  it('shows networks and clusters, and arrows for signing, serving, watching and calling', () => {
    assert.equal(
      topologyDiagram(plan(topologyOf(primaryRemote()))),
      [
        'flowchart LR',
        '  root_blue_root(["root CA root of mesh blue, blue.example"])',
        '  subgraph network_net-east ["network net-east"]',
        '    subgraph cluster_east ["cluster east, primary of mesh blue"]',
        '      istiod_east["istiod"]',
        '      gateway_east{{"east-west gateway"}}',
        '    end',
        '  end',
        '  subgraph network_net-west ["network net-west"]',
        '    subgraph cluster_west ["cluster west, remote of mesh blue"]',
        '      istiod_west["Service istiod and injection webhook"]',
        '      gateway_west{{"east-west gateway"}}',
        '    end',
        '  end',
        '  root_blue_root -. "signs its intermediate" .-> istiod_east',
        '  istiod_east -- "watches" --> cluster_west',
        '  cluster_west == "15443" ==> gateway_east',
        '  istiod_west -- "15012, 15017" --> gateway_east',
        '  cluster_east == "15443" ==> gateway_west',
        '',
      ].join('\n'),
    );
  });

  it('says which places are offline', () => {
    const raw = withMachine();
    raw.clusters['west'] = { ...raw.clusters['west'], state: 'offline' };
    raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], state: 'offline' };
    assert.deepEqual(
      linesOf(raw).filter((line) => line.includes('offline')),
      [
        '    subgraph cluster_west ["cluster west, remote of mesh blue, offline"]',
        '    machine_vm-1[["machine vm-1, legacy of mesh blue, offline"]]',
      ],
    );
  });

  it('has machines in their networks, with their ways to istiod and services, and those of clusters to them', () => {
    assert.deepEqual(
      linesOf(withMachine()).filter((line) => line.includes('vm')),
      [
        '  subgraph network_vm-net ["network vm-net"]',
        '    machine_vm-1[["machine vm-1, legacy of mesh blue"]]',
        '  machine_vm-1 -- "15012" --> gateway_east',
        '  machine_vm-1 == "15443" ==> gateway_east',
        '  machine_vm-1 == "15443" ==> gateway_west',
        '  cluster_east == "5000" ==> machine_vm-1',
        '  cluster_west == "5000" ==> machine_vm-1',
      ],
    );
    const raw = withMachine();
    raw.workloadGroups['legacy'] = { ...raw.workloadGroups['legacy'], reachedFrom: 'homeNetwork' };
    assert.deepEqual(
      linesOf(raw).filter((line) => line.endsWith('==> machine_vm-1')),
      ['  cluster_east == "5000" ==> machine_vm-1', '  gateway_east == "5000" ==> machine_vm-1'],
    );
  });

  it('names the ports that are dialled, also other ones than Istio’s', () => {
    const gateways = (east: object, west: object = {}) => {
      const raw = primaryRemote();
      raw.networks = { 'net-east': { gateway: east }, 'net-west': { gateway: west } };
      return linesOf(raw).filter((line) => / (==|--) /.test(line) && line.includes('gateway_'));
    };
    const ports = { tls: 443, istiod: 444, webhook: 445 };
    const nodePorts = { tls: 31443, istiod: 31012, webhook: 31017 };
    const mapped = { service: 'nodePort', nodePorts, static: { address: '203.0.113.7', ports } };
    assert.deepEqual(gateways(mapped, { port: 15444 }), [
      '  cluster_west == "443" ==> gateway_east',
      '  istiod_west -- "444, 445" --> gateway_east',
      '  cluster_east == "15444" ==> gateway_west',
    ]);
    assert.equal(gateways({}, { service: 'nodePort', nodePorts }).at(-1), '  cluster_east == "31443" ==> gateway_west');
    assert.equal(gateways({}, { service: 'nodePort' }).at(-1), '  cluster_east == "a port of nodes" ==> gateway_west');
  });

  it('has a cluster in no mesh in its network, as a box if nothing is known to be in it', () => {
    const raw = { networks: { net: {} }, clusters: { lone: { network: 'net', role: 'standalone' } } };
    assert.deepEqual(linesOf(raw), [
      'flowchart LR',
      '  subgraph network_net ["network net"]',
      '    cluster_lone["cluster lone, in no mesh"]',
      '  end',
      '',
    ]);
  });

  it('has no id that Mermaid would take for an arrow', () => {
    const raw = { networks: { net: {} }, clusters: { 'a---b': { network: 'net', role: 'standalone' } } };
    assert.equal(linesOf(raw)[2], '    cluster_a-_-_-b["cluster a---b, in no mesh"]');
  });

  it('shows the clusters that run a service, those that use it, and the load balancer between them', () => {
    assert.deepEqual(linesOf(noMesh()).slice(1, -1), [
      '  subgraph network_lan ["network lan"]',
      '    subgraph cluster_east ["cluster east, in no mesh"]',
      '      load-balancer_east_orders{{"load balancer of orders"}}',
      '      service_east_orders["orders.shop"]',
      '    end',
      '    cluster_west["cluster west, in no mesh"]',
      '  end',
      '  cluster_west == "orders, 80" ==> load-balancer_east_orders',
      '  load-balancer_east_orders --> service_east_orders',
    ]);
  });

  it('has one ingress controller for all services of its class', () => {
    const raw = noMesh();
    const catalog = { ...raw.services['orders'], reach: { from: ['west'], by: { ingress: { class: 'contour' } } } };
    raw.services = { catalog, returns: catalog };
    const lines = linesOf(raw);
    const controller = 'ingress-controller_east_contour';
    assert.deepEqual(
      lines.filter((line) => line.includes(controller)),
      [
        `      ${controller}{{"ingress controller, class contour"}}`,
        `  cluster_west == "catalog, 80" ==> ${controller}`,
        `  ${controller} --> service_east_catalog`,
        `  cluster_west == "returns, 80" ==> ${controller}`,
        `  ${controller} --> service_east_returns`,
      ],
    );
  });

  it('shows which meshes trust each other, and until they do not, that they no longer do', () => {
    const raw = federated();
    const between = () =>
      linesOf(raw).filter((line) => line.includes('root_green_root') && line.includes('root_blue_root'));
    assert.deepEqual(between(), ['  root_blue_root <-. "trust each other" .-> root_green_root']);
    raw.federations['blue-green'] = { ...raw.federations['blue-green'], trust: 'withdrawn' };
    assert.deepEqual(between(), ['  root_blue_root x-. "trust withdrawn" .-x root_green_root']);
  });

  it('has one arrow for all that a cluster calls by the gateway of another mesh', () => {
    const raw = federated();
    raw.services['returns'] = { ...raw.services['orders'] };
    raw.federations['blue-green'] = {
      ...raw.federations['blue-green'],
      exports: { returns: {}, orders: {}, stock: {} },
    };
    assert.deepEqual(
      linesOf(raw).filter((line) => line.includes('==>') || line.includes('-->')),
      [
        '  cluster_west == "orders, returns, 15443" ==> gateway_east',
        '  cluster_east == "stock, 15443" ==> gateway_west',
        '  gateway_east --> service_east_orders',
        '  gateway_east --> service_east_returns',
        '  gateway_west --> service_west_stock',
      ],
    );
  });

  it('shows requests that enter a mesh by an ingress gateway, and the services behind it', () => {
    const { services, ...raw } = federated();
    const orders = { ...services['orders'], clusters: ['east', 'west'] };
    const front = { cluster: 'east', routes: { orders: { hosts: ['a.example', 'b.example'], service: 'orders' } } };
    const lines = linesOf({ ...raw, federations: {}, services: { orders }, ingressGateways: { front } });
    assert.deepEqual(
      lines.filter((line) => /outside|ingress/.test(line)),
      [
        '  outside(("outside"))',
        '      ingress-gateway_front{{"ingress gateway front"}}',
        '  outside == "a.example, b.example, 80" ==> ingress-gateway_front',
        // West runs the service too, and is in another mesh.
        '  ingress-gateway_front --> service_east_orders',
      ],
    );
  });

  it('shows an ingress gateway in each of its clusters', () => {
    const { services, ...raw } = federated();
    raw.clusters['west'] = { ...raw.clusters['west'], mesh: 'blue' };
    const routes = { orders: { hosts: ['a.example'], service: 'orders' } };
    const front = { clusters: ['west', 'east'], routes };
    const lines = linesOf({
      ...raw,
      federations: {},
      services: { orders: services['orders'] },
      ingressGateways: { front },
    });
    assert.deepEqual(
      lines.filter((line) => line.includes('ingress')),
      [
        '      ingress-gateway_front_east{{"ingress gateway front"}}',
        '      ingress-gateway_front_west{{"ingress gateway front"}}',
        '  outside == "a.example, 80" ==> ingress-gateway_front_east',
        '  ingress-gateway_front_east --> service_east_orders',
        '  outside == "a.example, 80" ==> ingress-gateway_front_west',
        '  ingress-gateway_front_west --> service_east_orders',
      ],
    );
  });

  it('shows requests in TLS with their paths, and every service that has a share of them', () => {
    const { services, ...raw } = federated();
    const stock = { ...services['orders'], service: 'stock' };
    const front = {
      cluster: 'east',
      https: { shop: { hosts: ['*.example'], certificate: { generate: {} }, http: 'serve' } },
      routes: {
        shop: { hosts: ['a.example'], paths: ['/b', '/c'], service: 'orders', split: { stock: { weight: 1 } } },
      },
    };
    const all = { orders: services['orders'], stock };
    const lines = linesOf({ ...raw, federations: {}, services: all, ingressGateways: { front } });
    assert.deepEqual(lines.filter((line) => /outside|ingress/.test(line)).slice(2), [
      '  outside == "a.example/b, a.example/c, 443" ==> ingress-gateway_front',
      '  outside == "a.example/b, a.example/c, 80" ==> ingress-gateway_front',
      '  ingress-gateway_front --> service_east_orders',
      '  ingress-gateway_front --> service_east_stock',
    ]);
  });

  it('shows the node pools of gateways, and their accelerators', () => {
    const raw = primaryRemote();
    raw.clusters['west'] = { ...raw.clusters['west'], gatewayPool: 'edge' };
    const nodes = { labels: { pool: 'x' } };
    const nodePools = { edge: { cluster: 'west', nodes }, fast: { cluster: 'west', nodes, accelerator: 'qat' } };
    const lines = linesOf({ ...raw, nodePools, ingressGateways: { front: { cluster: 'west', pool: 'fast' } } });
    assert.deepEqual(
      lines.filter((line) => line.includes('{{')),
      [
        '      gateway_east{{"east-west gateway"}}',
        '      gateway_west{{"east-west gateway, node pool edge"}}',
        '      ingress-gateway_front{{"ingress gateway front, node pool fast with qat"}}',
      ],
    );
  });
});

function linesOf(raw: unknown): string[] {
  return topologyDiagram(plan(topologyOf(raw))).split('\n');
}
