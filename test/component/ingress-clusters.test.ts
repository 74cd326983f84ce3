import { strict as assert } from 'node:assert';
import { withFront } from '../unit/model/rules/ingress-gateways';
import { deployMocked, type MockDeployment } from './deployment';
import { namesTwice, unrecognised } from './names';

const SPECS = {
  https: {
    tried: { hosts: ['shop.example'], certificate: { generate: {} } },
    there: { hosts: ['there.example'], certificate: { secret: 'there-tls' } },
  },
  routes: { shop: { hosts: ['shop.example'], service: 'orders' } },
  kubernetesIngress: true,
};

/** The gateway in these clusters: each may be a primary or the remote of one. */
function front(clusters: object, west: 'primary' | 'remote' = 'remote') {
  const raw = withFront({ ...SPECS, cluster: undefined, ...clusters });
  if (west === 'primary') raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role: 'primary' };
  return raw;
}

/** Names of what a deployment has of the gateway, without that of its component, each with its cluster. */
function placed({ registrations }: MockDeployment): string[] {
  return registrations
    .filter(({ name, provider }) => name.startsWith('front') && provider !== undefined)
    .map(({ name, provider }) => `${provider?.replace('-provider', '') ?? ''}: ${name}`)
    .filter((line) => !line.startsWith('default'))
    .sort();
}

const IN_PLACE = (cluster: string) => [
  `${cluster}: front.${cluster}-ingress-gateway-chart`,
  `${cluster}: front.${cluster}-ingress-gateway-secret.tried`,
];
const CONFIGURED = (cluster: string) => [
  `${cluster}: front.${cluster}-ingress-gateway-class`,
  `${cluster}: front.${cluster}-ingress-gateway-gateway`,
  `${cluster}: front.${cluster}-ingress-gateway-route.shop`,
];

describe('components of an ingress gateway in several clusters', () => {
  it('are in each cluster, with routes once where an istiod serves several of them', async () => {
    const deployment = await deployMocked(front({ clusters: ['east', 'west'] }));
    const expected = [...IN_PLACE('east'), ...IN_PLACE('west'), ...CONFIGURED('east')];
    assert.deepEqual(placed(deployment), expected.sort());
    const gateway = deployment.registrations.find(({ name }) => name === 'front.east-ingress-gateway-gateway');
    assert.deepEqual((gateway?.inputs['spec'] as { selector: object }).selector, { istio: 'ingress-front' });
  });

  it('have routes for each istiod', async () => {
    const deployment = await deployMocked(front({ clusters: ['west', 'east'] }, 'primary'));
    const expected = ['east', 'west'].flatMap((cluster) => [...IN_PLACE(cluster), ...CONFIGURED(cluster)]);
    assert.deepEqual(placed(deployment), expected.sort());
    assert.deepEqual(namesTwice(deployment.registrations), []);
  });

  it('serve one certificate, and have one authority, everywhere', async () => {
    const { registrations } = await deployMocked(front({ clusters: ['east', 'west'] }));
    const certificates = registrations.filter(({ name, type }) => name.startsWith('front') && type.startsWith('tls:'));
    assert.deepEqual(
      certificates.map(({ name }) => name).sort(),
      ['-authority-certificate', '-authority-key', '-certificate.tried', '-key.tried', '-request.tried'].map(
        (end) => `front-ingress-gateway${end}`,
      ),
    );
    const secrets = registrations.filter(({ name }) => name.endsWith('-secret.tried'));
    const [one, other] = secrets.map(({ inputs }) => inputs);
    assert.equal(secrets.length, 2);
    assert.deepEqual(one, other);
  });

  it('say in the outputs where the gateway is in each cluster', async () => {
    const at = (ip: string) => ({ ingress: [{ ip }] });
    const { outputs } = await deployMocked(front({ clusters: ['west', 'east'] }), {
      'front.east-ingress-gateway-chart': at('192.0.2.1'),
      'front.west-ingress-gateway-chart': at('192.0.2.2'),
    });
    const { certificates, ...told } = outputs.ingressGateways['front'] ?? {};
    const ports = { http: 80, https: 443 };
    assert.deepEqual(told, {
      cluster: 'east',
      addresses: ['192.0.2.1', '192.0.2.2'],
      clusters: { east: { addresses: ['192.0.2.1'], ports }, west: { addresses: ['192.0.2.2'], ports } },
      port: 80,
      ports,
    });
    assert.deepEqual(Object.keys(certificates ?? {}), ['there', 'tried']);
  });

  for (const west of ['remote', 'primary'] as const)
    it(`stay where they are when a gateway comes to a second cluster, or leaves it: ${west}`, async () => {
      const deployed = async (clusters: object) => (await deployMocked(front(clusters, west))).registrations;
      const alone = await deployed({ cluster: 'east' });
      const first = await deployed({ clusters: ['east', 'west'] });
      const other = await deployed({ clusters: ['west', 'east'] });
      const left = await deployed({ clusters: ['west'] });
      for (const [before, after] of [
        [alone, first],
        [first, alone],
        [first, other],
        [other, left],
        [left, other],
      ] as const)
        assert.deepEqual(unrecognised(before, after), []);
    });

  it('leave the authority of its certificates as it is through those changes', async () => {
    const authority = async (clusters: object) =>
      (await deployMocked(front(clusters))).registrations.find(({ name }) => name.endsWith('-authority-key'))?.place;
    const { name, types } = (await authority({ cluster: 'east' })) ?? assert.fail();
    for (const clusters of [['east', 'west'], ['west']]) {
      const place = await authority({ clusters });
      assert.deepEqual([place?.name, place?.types], [name, types]);
    }
  });
});
