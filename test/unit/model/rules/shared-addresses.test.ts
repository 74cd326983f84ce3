import { strict as assert } from 'node:assert';
import { sharedAddressProblems } from '../../../../model/rules/shared-addresses';
import { resolve } from '../../../../model/topology/resolve';
import { primaryRemote, specOf } from '../specimen';

const STATIC = { static: { address: '192.0.2.1' } };
const HOSTNAME = { address: 'hostname', hostname: 'istiod.example.org' };

/** The specimen, its primary's network with this gateway and with a second primary there. */
function problemsWith(
  gateway: object,
  { mesh, served }: { readonly mesh: string; readonly served: boolean },
): string[] {
  const raw = primaryRemote();
  raw.meshes['green'] = { trustDomain: 'green.example' };
  raw.networks['net-east'] = { gateway };
  raw.clusters['north'] = { mesh, network: 'net-east', role: 'primary' };
  if (served) raw.clusters['south'] = { mesh, network: 'net-west', role: 'remote', primary: 'north' };
  return sharedAddressProblems(resolve(specOf(raw))).map(({ found, path }) => `${path}: ${found}`);
}

/** The problems of the specimen with these gateways in its two networks. */
function between(east: object, west: object) {
  const raw = primaryRemote();
  raw.networks = { 'net-east': { gateway: east }, 'net-west': { gateway: west } };
  return sharedAddressProblems(resolve(specOf(raw)));
}

describe('rules of addresses that config gives to a network', () => {
  it('refuse a static one for the gateways of two meshes', () => {
    assert.deepEqual(problemsWith(STATIC, { mesh: 'green', served: false }), [
      'meshwork:networks.net-east.gateway.static: one address, and clusters of the meshes blue, green in the network',
    ]);
    assert.deepEqual(problemsWith({}, { mesh: 'green', served: false }), []);
    assert.deepEqual(problemsWith(STATIC, { mesh: 'blue', served: false }), []);
  });

  for (const [key, gateway] of [
    ['static', STATIC],
    ['hostname', HOSTNAME],
  ] as const)
    it(`refuse a ${key} one for the istiods of two primaries that have remotes`, () => {
      assert.deepEqual(problemsWith(gateway, { mesh: 'blue', served: true }), [
        `meshwork:networks.net-east.gateway.${key}: one address, and the primaries east, north in the network, each with remotes`,
      ]);
      assert.deepEqual(problemsWith(gateway, { mesh: 'blue', served: false }), []);
    });

  const ports = { tls: 443, istiod: 444, webhook: 445 };
  for (const [what, east, west, found] of [
    ['static address', STATIC, STATIC, '192.0.2.1 with port 15443, 15012, 15017'],
    [
      'static address that is spelled in another way',
      { static: { address: '2001:db8::1', ports } },
      { static: { address: '2001:DB8:0::1', ports: { tls: 445 } } },
      '2001:db8::1 with port 445',
    ],
    ['host name', HOSTNAME, HOSTNAME, '"istiod.example.org"'],
  ] as const)
    it(`refuse one ${what} for two networks, on both`, () => {
      const problems = between(east, west);
      assert.equal(problems[0]?.found, `${found}, which network net-west has as well`);
      const key = Object.hasOwn(east, 'static') ? 'static' : 'hostname';
      assert.deepEqual(
        problems.map(({ path }) => path),
        [`meshwork:networks.net-east.gateway.${key}`, `meshwork:networks.net-west.gateway.${key}`],
      );
    });

  it('let two networks share a static address by ports of their own', () => {
    assert.deepEqual(between(STATIC, { static: { ...STATIC.static, ports } }), []);
    assert.deepEqual(between(STATIC, { static: { address: '192.0.2.2' } }), []);
    assert.deepEqual(between(HOSTNAME, { ...HOSTNAME, hostname: 'other.example.org' }), []);
  });

  for (const service of [{ loadBalancerIP: '192.0.2.50' }, { externalIPs: ['192.0.2.50'] }, { clusterIP: '10.0.0.50' }])
    it(`refuse ${Object.keys(service).join()} in the stack’s values for gateways, and take it in those of one cluster`, () => {
      const raw = primaryRemote();
      raw.istio['values'] = { gateway: { service } };
      const [[key, address]] = Object.entries(service) as [[string, unknown]];
      assert.deepEqual(
        sharedAddressProblems(resolve(specOf(raw))).map(({ found, path }) => `${path}: ${found}`),
        [`meshwork:istio.values.gateway.service.${key}: ${JSON.stringify(address)}, for every gateway of the stack`],
      );
      raw.istio['values'] = { gateway: { global: { service } } };
      assert.equal(sharedAddressProblems(resolve(specOf(raw))).length, 1);
      raw.istio['values'] = {};
      raw.clusters['east'] = { ...raw.clusters['east'], values: { gateway: { service } } };
      assert.deepEqual(sharedAddressProblems(resolve(specOf(raw))), []);
    });
});
