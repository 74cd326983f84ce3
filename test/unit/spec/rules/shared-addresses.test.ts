import { strict as assert } from 'node:assert';
import { sharedAddressProblems } from '../../../../spec/rules/shared-addresses';
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
  return sharedAddressProblems(specOf(raw)).map(({ found, path }) => `${path}: ${found}`);
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

  for (const service of [{ loadBalancerIP: '192.0.2.50' }, { externalIPs: ['192.0.2.50'] }, { clusterIP: '10.0.0.50' }])
    it(`refuse ${Object.keys(service).join()} in the stack’s values for gateways, and take it in those of one cluster`, () => {
      const raw = primaryRemote();
      raw.istio['values'] = { gateway: { service } };
      const [[key, address]] = Object.entries(service) as [[string, unknown]];
      assert.deepEqual(
        sharedAddressProblems(specOf(raw)).map(({ found, path }) => `${path}: ${found}`),
        [`meshwork:istio.values.gateway.service.${key}: ${JSON.stringify(address)}, for every gateway of the stack`],
      );
      raw.istio['values'] = {};
      raw.clusters['east'] = { ...raw.clusters['east'], values: { gateway: { service } } };
      assert.deepEqual(sharedAddressProblems(specOf(raw)), []);
    });
});
