import { strict as assert } from 'node:assert';
import { noMesh, primaryRemote } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';

const DUAL_STACK = { ingress: [{ ip: '192.0.2.7' }, { ip: '192.0.2.8' }, { ip: '2001:db8::7' }] };

function sliceOf({ registrations }: MockDeployment): Readonly<Record<string, unknown>> {
  const slices = registrations.filter(({ type }) => type === 'kubernetes:discovery.k8s.io/v1:EndpointSlice');
  assert.equal(slices.length, 1);
  return slices[0]?.inputs ?? {};
}

describe('EndpointSlices of load balancers with several addresses', () => {
  for (const [what, raw, service] of [
    ['a service of another cluster', noMesh(), 'orders-in.east-service'],
    ['an istiod of another cluster', primaryRemote(), 'east-east-west-gateway-chart'],
  ] as const)
    it(`have an endpoint for each address of the first one’s family: ${what}`, async () => {
      const { addressType, endpoints } = sliceOf(await deployMocked(raw, { [service]: DUAL_STACK }));
      assert.equal(addressType, 'IPv4');
      assert.deepEqual(endpoints, [
        { addresses: ['192.0.2.7'], conditions: { ready: true } },
        { addresses: ['192.0.2.8'], conditions: { ready: true } },
      ]);
    });
});
