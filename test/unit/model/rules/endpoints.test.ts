import { strict as assert } from 'node:assert';
import { overlap } from '../../../../model/schema/address-range';
import { endpointProblems } from '../../../../model/rules/endpoints';
import { resolve } from '../../../../model/topology/resolve';
import { primaryRemote, specOf } from '../specimen';

function problemsWith(east: object, west: object): string[] {
  const raw = primaryRemote();
  raw.networks = { 'net-east': east, 'net-west': west };
  return endpointProblems(resolve(specOf(raw))).map(({ found, path }) => `${path}: ${found}`);
}

describe('rules of endpoints', () => {
  it('tell ranges apart that have no address in common', () => {
    for (const [one, other, common] of [
      ['10.0.0.0/8', '10.1.0.0/16', true],
      ['10.1.0.0/16', '10.0.0.0/8', true],
      ['10.1.0.0/16', '10.1.0.0/16', true],
      ['10.1.0.0/16', '10.2.0.0/16', false],
      ['10.1.7.9/16', '10.1.0.0/24', true],
      ['0.0.0.0/0', 'fd00::/8', false],
      ['fd00::/8', 'fd00:1::/32', true],
      ['fd00:1::/32', 'fd00:2::/32', false],
    ] as const)
      assert.equal(overlap(one, other), common, `${one} and ${other}`);
  });

  it('refuse a range in two networks, and let it be twice in one', () => {
    assert.deepEqual(problemsWith({ ranges: ['10.9.0.0/16'] }, { ranges: ['10.8.0.0/16', '10.9.3.0/24'] }), [
      'meshwork:networks.net-west.ranges.1: 10.9.3.0/24, which overlaps 10.9.0.0/16 of network net-east',
    ]);
    assert.deepEqual(problemsWith({ ranges: ['10.9.0.0/16', '10.9.3.0/24'] }, {}), []);
  });

  it('refuse a registry in two networks, also one that a cluster of this stack is', () => {
    assert.deepEqual(problemsWith({ registries: ['far'] }, { registries: ['near', 'far'] }), [
      'meshwork:networks.net-west.registries.1: "far", which is also of network net-east',
    ]);
    assert.deepEqual(problemsWith({ registries: ['west'] }, {}), [
      'meshwork:networks.net-east.registries.0: "west", which is also of cluster west, which is in network net-west',
    ]);
  });
});
