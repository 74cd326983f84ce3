import { strict as assert } from 'node:assert';
import { parse } from '../../../../spec/parse';
import { primaryRemote } from '../specimen';

/** As long as DNS allows: 253 characters. */
const LONGEST = `${'a.'.repeat(126)}a`;

describe('DNS names in a configuration', () => {
  for (const [what, domain, right] of [
    ['one label', 'cluster', true],
    ['several labels', 'blue-1.example', true],
    ['as many characters as DNS allows', LONGEST, true],
    ['more', `${LONGEST}a`, false],
    ['an empty label', 'blue..example', false],
    ['a label that starts with a hyphen', 'blue.-example', false],
    ['a label of 64 characters', `${'b'.repeat(64)}.example`, false],
    ['a final dot', 'blue.example.', false],
    ['an upper-case letter', 'blue.Example', false],
  ] as const)
    it(`are ${right ? '' : 'not '}trust domains with ${what}`, () => {
      const paths = parse({ ...primaryRemote(), meshes: { blue: { trustDomain: domain } } }).problems.map(
        ({ path }) => path,
      );
      assert.deepEqual(paths, right ? [] : ['meshwork:meshes.blue.trustDomain']);
    });
});
