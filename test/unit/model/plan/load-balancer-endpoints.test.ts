import { strict as assert } from 'node:assert';
import { loadBalancerEndpoints } from '../../../../model/plan/load-balancer-endpoints';

const endpoint = (address: string) => ({ addresses: [address], conditions: { ready: true } });

describe('endpoints of a load balancer', () => {
  it('are one for each address', () => {
    assert.deepEqual(loadBalancerEndpoints(['192.0.2.7', '192.0.2.8']), {
      addressType: 'IPv4',
      endpoints: [endpoint('192.0.2.7'), endpoint('192.0.2.8')],
    });
  });

  for (const [addresses, addressType, kept] of [
    [['192.0.2.7', '2001:db8::7'], 'IPv4', '192.0.2.7'],
    [['2001:db8::7', '192.0.2.7'], 'IPv6', '2001:db8::7'],
  ] as const)
    it(`are of the family of the first address: ${addresses.join(', ')}`, () => {
      assert.deepEqual(loadBalancerEndpoints(addresses), { addressType, endpoints: [endpoint(kept)] });
    });
});
