import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../../../cli/answers/envoy';
import { routesFrom } from '../../../../../cli/checks/pairs/route';
import { cluster, machine, mesh } from '../../subjects';

const pods = new Map([
  ['east', '10.10.0.5'],
  ['west', '10.20.0.5'],
]);
const own: Endpoint = { address: '10.10.0.5', port: 8080, requests: 4, connectFailures: 0 };
const gateway: Endpoint = { address: '10.2.0.200', port: 15443, requests: 5, connectFailures: 0 };

function toWest(endpoints: readonly Endpoint[] | undefined, over = mesh()) {
  return routesFrom(cluster('east', 'v1'), { mesh: over, destinations: over.places }, endpoints, pods).to.get('west');
}

function inMesh() {
  const blue = mesh();
  return { mesh: blue, destinations: blue.places };
}

describe('verify: routes', () => {
  it('lead to pods of the own network directly and to others through their gateway', () => {
    const { to } = routesFrom(cluster('east', 'v1'), inMesh(), [own, gateway], pods);
    assert.deepEqual(to.get('east'), {
      route: { kind: 'direct', addresses: ['10.10.0.5:8080'], requests: 4 },
      problems: [],
    });
    assert.deepEqual(to.get('west'), {
      route: { kind: 'gateway', addresses: ['10.2.0.200:15443'], requests: 5 },
      problems: [],
    });
  });

  it('are wrong when a pod of another network would be called directly, gateway or not', () => {
    const way = toWest([own, gateway, { address: '10.20.0.5', port: 8080, requests: 0, connectFailures: 0 }]);
    assert.match(way?.problems.join() ?? '', /the pod 10\.20\.0\.5 of the other network net-west directly/);
  });

  it('are right where a pod of the own network has the address of one in another, as overlapping ranges allow', () => {
    const same = new Map([
      ['east', own.address],
      ['west', own.address],
    ]);
    const { to } = routesFrom(cluster('east', 'v1'), inMesh(), [own, gateway], same);
    assert.equal(to.get('east')?.route?.kind, 'direct');
    assert.deepEqual(to.get('west'), {
      route: { kind: 'gateway', addresses: ['10.2.0.200:15443'], requests: 5 },
      problems: [],
    });
    const withoutGateway = routesFrom(cluster('east', 'v1'), inMesh(), [own], same).to.get('west');
    assert.match(withoutGateway?.problems.join() ?? '', /^no east-west gateway of network net-west/);
  });

  it('are wrong without a gateway of the other network', () => {
    const way = toWest([own, { ...gateway, address: '10.9.9.9' }]);
    assert.equal(way?.route, undefined);
    assert.match(
      way?.problems.join() ?? '',
      /no east-west gateway of network net-west \(10\.2\.0\.200:15443\).*10\.9\.9\.9:15443/,
    );
  });

  it('are wrong when the gateway got no request', () => {
    assert.match(toWest([own, { ...gateway, requests: 0 }])?.problems.join() ?? '', /sent no request/);
    assert.deepEqual(toWest([own, { ...gateway, requests: 0, connectFailures: 4 }])?.problems, [
      "the client's proxy cannot connect to the east-west gateway of network net-west at 10.2.0.200:15443 (failed connections: 4). Nothing " +
        'answers there, or not with a certificate that the proxy accepts: look at the load balancer, at firewalls on the way, and at MW201',
    ]);
  });

  for (const [what, addresses] of [
    ['only a host name of a gateway', ['lb.example']],
    ['that it is at a port of nodes', []],
  ] as const)
    it(`take any address with the gateway's port where the stack knows ${what}`, () => {
      const west = cluster('west', 'v2', { gateway: { addresses, port: 31443 } });
      const named = mesh({ clusters: [cluster('east', 'v1'), west] });
      assert.deepEqual(toWest([own, { ...gateway, address: '198.51.100.7', port: 31443 }], named)?.problems, []);
      assert.match(toWest([own, gateway], named)?.problems.join() ?? '', /no east-west gateway of network net-west/);
    });

  it('lead to the port that the stack says, not to another at the same address', () => {
    const west = cluster('west', 'v2', { gateway: { addresses: ['10.2.0.200'], port: 443 } });
    const mapped = mesh({ clusters: [cluster('east', 'v1'), west] });
    assert.deepEqual(toWest([own, { ...gateway, port: 443 }], mapped)?.problems, []);
    assert.match(toWest([own, gateway], mapped)?.problems.join() ?? '', /\(10\.2\.0\.200:443\)/);
  });

  it('are direct between clusters of one network', () => {
    const flat = mesh({ clusters: [cluster('east', 'v1'), cluster('west', 'v2', { network: 'net-east' })] });
    const way = toWest([own, { address: '10.20.0.5', port: 8080, requests: 2, connectFailures: 0 }], flat);
    assert.equal(way?.route?.kind, 'direct');
    assert.match(toWest([own], flat)?.problems.join() ?? '', /pod 10\.20\.0\.5 is not among the endpoints/);
  });

  describe('to a machine', () => {
    const endpoint: Endpoint = { address: '10.0.51.2', port: 18080, requests: 2, connectFailures: 0 };
    const addresses = new Map([['vm-1', '10.0.51.2']]);
    const toMachine = (endpoints: readonly Endpoint[], over = {}) => {
      const destinations = [machine('vm-1', over)];
      const blue = mesh({ machines: destinations });
      return routesFrom(cluster('east', 'v1'), { mesh: blue, destinations }, endpoints, addresses).to.get('vm-1');
    };

    it('are direct into a network of machines alone', () => {
      assert.deepEqual(toMachine([endpoint])?.route, { kind: 'direct', addresses: ['10.0.51.2:18080'], requests: 2 });
      assert.match(toMachine([])?.problems.join() ?? '', /the server's machine 10\.0\.51\.2 is not among/);
    });

    it('lead through the gateway of its home network where its entry is there', () => {
      assert.equal(toMachine([gateway], { serverNetwork: 'net-west' })?.route?.kind, 'gateway');
      const both = toMachine([gateway, endpoint], { serverNetwork: 'net-west' });
      assert.match(
        both?.problems.join() ?? '',
        /would call the machine 10\.0\.51\.2 of the other network net-west directly/,
      );
    });

    it('leave its network by the gateways of others', () => {
      const { to } = routesFrom(machine('vm-1'), inMesh(), [gateway], pods);
      assert.equal(to.get('west')?.route?.kind, 'gateway');
      assert.match(to.get('east')?.problems.join() ?? '', /no east-west gateway of network net-east/);
    });
  });

  it('do not exist where the proxy does not know the service', () => {
    assert.match(toWest(undefined)?.problems.join() ?? '', /does not know the service/);
  });
});
