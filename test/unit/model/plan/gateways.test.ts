import { strict as assert } from 'node:assert';
import { plan } from '../../../../model/plan/plan';
import { valueAt } from '../../../../model/plan/values';
import { primaryRemote, topologyOf } from '../specimen';
import { eastWestGatewayOf } from '../../../../model/plan/cluster-plan';
import { istiodReachOf, onlyIstiod } from './only-istiod';

const NODE_PORTS = { tls: 31443, istiod: 31012, webhook: 31017 };

/** Address and ports of a port mapping before the nodes. */
const PORTS = { tls: 443, istiod: 15112, webhook: 15117 };

/** The plan of a primary and its remote with these networks. */
function planned(
  east: object,
  west: object = {},
  change: (raw: ReturnType<typeof primaryRemote>) => unknown = () => undefined,
) {
  const raw = primaryRemote();
  raw.networks = { 'net-east': east, 'net-west': west };
  change(raw);
  const clusters = new Map(plan(topologyOf(raw)).clusters.map((cluster) => [cluster.name, cluster]));
  const [primary, remote] = [clusters.get('east'), clusters.get('west')];
  assert.ok(primary && remote);
  return { primary, remote };
}

describe('plan of gateways', () => {
  it('leaves Istio to its labels where they tell everything', () => {
    const { primary, remote } = planned({});
    assert.equal(valueAt(onlyIstiod(primary).values, ['global', 'meshNetworks']), undefined);
    assert.deepEqual(eastWestGatewayOf(primary)?.service, { nodePorts: undefined, announced: true });
    assert.deepEqual(istiodReachOf(remote), { by: 'addresses', ports: { istiod: 15012, webhook: 15017 } });
  });

  it('tells every primary alike of static gateways, ranges and registries, and no remote', () => {
    const networks = {
      'net-east': { gateway: { static: { address: '203.0.113.7', ports: { tls: 443 } } } },
      'net-west': { ranges: ['10.9.0.0/16', '10.8.0.0/16'], registries: ['far'] },
    };
    const expected = {
      'net-east': { gateways: [{ address: '203.0.113.7', port: 443 }] },
      'net-west': { endpoints: [{ fromCidr: '10.8.0.0/16' }, { fromCidr: '10.9.0.0/16' }, { fromRegistry: 'far' }] },
    };
    const told = (role: 'primary' | 'remote') => {
      const { primary, remote } = planned(networks['net-east'], networks['net-west'], (raw) => {
        if (role === 'primary') raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role };
      });
      return [primary, remote].map((cluster) => valueAt(onlyIstiod(cluster).values, ['global', 'meshNetworks']));
    };
    assert.deepEqual(told('primary'), [expected, expected]);
    assert.deepEqual(told('remote'), [expected, undefined]);
  });

  it('says nothing of networks that the mesh is not in', () => {
    const { primary } = planned({}, {}, (raw) => {
      raw.meshes['red'] = {};
      raw.networks['far'] = { ranges: ['10.9.0.0/16'] };
      raw.clusters['other'] = { mesh: 'red', network: 'far', role: 'primary' };
    });
    assert.equal(valueAt(onlyIstiod(primary).values, ['global', 'meshNetworks']), undefined);
  });

  it('hides the Service’s address from istiods if config gives one', () => {
    const { primary } = planned({ gateway: { static: { address: '203.0.113.7' } } });
    assert.deepEqual(eastWestGatewayOf(primary)?.reach, {
      by: 'static',
      addresses: ['203.0.113.7'],
      ports: { tls: 15443, istiod: 15012, webhook: 15017 },
    });
    assert.equal(eastWestGatewayOf(primary)?.service?.announced, false);
  });

  it('names every address of a network, and names for istiod to resolve', () => {
    const address = ['203.0.113.7', 'gateways.example.org'];
    const { primary } = planned({}, { gateway: { static: { address, ports: { tls: 443 } } } });
    assert.deepEqual(valueAt(onlyIstiod(primary).values, ['global', 'meshNetworks']), {
      'net-west': { gateways: address.map((one) => ({ address: one, port: 443 })) },
    });
  });

  it('has remotes dial the static ports of istiod', () => {
    const { remote } = planned({ gateway: { static: { address: '203.0.113.7', ports: PORTS } } });
    assert.deepEqual(istiodReachOf(remote), { by: 'addresses', ports: { istiod: 15112, webhook: 15117 } });
    assert.deepEqual(onlyIstiod(remote).values['istiodRemote'], { injectionPath: '/inject/cluster/west/net/net-west' });
  });

  it('has API servers of remotes call istiod by the host name, which is in its certificate', () => {
    const { primary, remote } = planned({ gateway: { address: 'hostname', hostname: 'istiod.example.org' } });
    assert.deepEqual(istiodReachOf(remote), { by: 'hostname', hostname: 'istiod.example.org' });
    assert.deepEqual(onlyIstiod(remote).values['istiodRemote'], {
      injectionURL: 'https://istiod.example.org:15017/inject/cluster/west/net/net-west',
    });
    assert.equal(valueAt(onlyIstiod(primary).values, ['env', 'ISTIOD_CUSTOM_HOST']), 'istiod.example.org');
    assert.equal(valueAt(onlyIstiod(planned({}).primary).values, ['env', 'ISTIOD_CUSTOM_HOST']), undefined);
  });

  it('has istiods look at ports of nodes, at all nodes unless config chooses nodes, also where config tells the address', () => {
    const serviceWith = (gateway: object) =>
      eastWestGatewayOf(planned({}, { gateway: { service: 'nodePort', ...gateway } }).remote)?.values['service'];
    const selector = (nodes: string) => ({ 'traffic.istio.io/nodeSelector': nodes });
    assert.deepEqual(serviceWith({}), { type: 'NodePort', annotations: selector('{}') });
    assert.deepEqual(serviceWith({ loadBalancer: { annotations: selector('{"pool":"edge"}') } }), {
      type: 'NodePort',
      annotations: selector('{"pool":"edge"}'),
    });
    const fixed = { nodePorts: NODE_PORTS, static: { address: '203.0.113.7', ports: PORTS } };
    assert.deepEqual(serviceWith(fixed), { type: 'NodePort', annotations: selector('{}') });
  });

  it('has others dial the ports of a mapping, and the Service those of the nodes', () => {
    const gateway = { service: 'nodePort', nodePorts: NODE_PORTS, static: { address: '203.0.113.7', ports: PORTS } };
    const { primary, remote } = planned({ gateway });
    assert.deepEqual(eastWestGatewayOf(primary)?.service?.nodePorts, NODE_PORTS);
    assert.deepEqual(eastWestGatewayOf(primary)?.reach, { by: 'static', addresses: ['203.0.113.7'], ports: PORTS });
    assert.deepEqual(istiodReachOf(remote), {
      by: 'addresses',
      ports: { istiod: PORTS.istiod, webhook: PORTS.webhook },
    });
    assert.deepEqual(valueAt(onlyIstiod(primary).values, ['global', 'meshNetworks', 'net-east', 'gateways']), [
      { address: '203.0.113.7', port: PORTS.tls },
    ]);
  });

  it('labels another port, and keeps the gateway listening where it does', () => {
    const { remote } = planned({}, { gateway: { port: 443 } });
    assert.deepEqual(eastWestGatewayOf(remote)?.values['labels'], { 'networking.istio.io/gatewayPort': '443' });
    assert.deepEqual(eastWestGatewayOf(remote)?.values['networkGatewayPorts'], {
      'status-port': { port: 15021, targetPort: 15021 },
      tls: { port: 443, targetPort: 15443 },
      'tls-istiod': { port: 15012, targetPort: 15012 },
      'tls-webhook': { port: 15017, targetPort: 15017 },
    });
  });
});
