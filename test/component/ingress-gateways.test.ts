import { strict as assert } from 'node:assert';
import * as pulumi from '@pulumi/pulumi';
import { usableAddresses } from '../../components/load-balancer-addresses';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';

/** A gateway in a remote, with two services behind it. */
function withIngressGateway() {
  return {
    ...primaryRemote(),
    services: {
      orders: { namespace: 'shop', clusters: ['west'], ports: { http: { port: 80 }, admin: { port: 81 } } },
      catalogue: { service: 'stock', namespace: 'store', clusters: ['east'], ports: { http: { port: 8000 } } },
    },
    ingressGateways: {
      public: {
        cluster: 'west',
        routes: {
          shop: { hosts: ['shop.example', 'www.shop.example'], service: 'orders', port: 'admin' },
          store: { hosts: ['store.example'], service: 'catalogue' },
        },
      },
    },
  };
}

describe('components of an ingress gateway', () => {
  let deployment: MockDeployment;

  before(async () => {
    deployment = await deployMocked(withIngressGateway());
  });

  function registered(name: string) {
    const registration = deployment.registrations.find((candidate) => candidate.name === name);
    assert.ok(registration, `${name} was not registered`);
    return registration;
  }

  it('put the chart into its cluster, and its routes where the istiod is that serves it', () => {
    assert.equal(registered('public-ingress-gateway-chart').provider, 'west-provider');
    for (const name of ['gateway', 'route.shop', 'route.store'])
      assert.equal(registered(`public-ingress-gateway-${name}`).provider, 'east-provider');
  });

  it('have the gateway’s own pods listen for the hosts of all routes', () => {
    const { inputs } = registered('public-ingress-gateway-gateway');
    assert.deepEqual(inputs['metadata'], { name: 'istio-ingress-public', namespace: 'istio-system' });
    assert.deepEqual(inputs['spec'], {
      selector: { istio: 'ingress-public' },
      servers: [
        {
          port: { name: 'http', number: 80, protocol: 'HTTP' },
          hosts: ['shop.example', 'www.shop.example', 'store.example'],
        },
      ],
    });
  });

  it('lead each route to its service by the name of its Service, not by its key', () => {
    const route = (hosts: string[], host: string, number: number) => ({
      hosts,
      gateways: ['istio-ingress-public'],
      http: [{ route: [{ destination: { host, port: { number } } }] }],
    });
    assert.deepEqual(
      registered('public-ingress-gateway-route.shop').inputs['spec'],
      route(['shop.example', 'www.shop.example'], 'orders.shop.svc.cluster.local', 81),
    );
    assert.deepEqual(
      registered('public-ingress-gateway-route.store').inputs['spec'],
      route(['store.example'], 'stock.store.svc.cluster.local', 8000),
    );
  });

  for (const [what, ingress, expected] of [
    ['IP addresses', [{ ip: '192.0.2.9' }], ['192.0.2.9']],
    ['a host name', [{ hostname: 'lb-1.cloud.example' }], ['lb-1.cloud.example']],
  ] as const)
    it(`say in the outputs where it is, if its load balancer yields ${what}`, async () => {
      const { outputs } = await deployMocked(withIngressGateway(), { 'public-ingress-gateway-chart': { ingress } });
      assert.deepEqual(outputs.ingressGateways['public'], {
        cluster: 'west',
        addresses: expected,
        clusters: { west: { addresses: expected, ports: { http: 80 } } },
        port: 80,
        ports: { http: 80 },
        certificates: {},
      });
    });
});

describe('addresses of a load balancer', () => {
  const gateway = 'ingress gateway public in cluster west';

  it('are of the first expected kind that an entry has', () => {
    const ingress = [
      { ip: '192.0.2.7', hostname: 'a.example' },
      { ip: '', hostname: 'b.example' },
    ];
    assert.deepEqual(usableAddresses(ingress, { behind: gateway, expected: ['ip', 'hostname'] }), [
      '192.0.2.7',
      'b.example',
    ]);
    assert.deepEqual(usableAddresses(ingress, { behind: gateway, expected: ['hostname'] }), ['a.example', 'b.example']);
  });

  it('are wanted, and the message names the gateway and what to do', () => {
    assert.throws(() => usableAddresses([], { behind: gateway, expected: ['ip', 'hostname'] }), {
      message: `The load balancer of the ${gateway} has no address yet. Run \`pulumi up\` again when it has one.`,
    });
    assert.throws(
      () =>
        usableAddresses([{ hostname: 'a.example' }], {
          behind: gateway,
          expected: ['ip'],
          otherwise: 'Ask for the other kind.',
        }),
      new pulumi.RunError(`The load balancer of the ${gateway} yields a.example. Ask for the other kind.`),
    );
  });
});
