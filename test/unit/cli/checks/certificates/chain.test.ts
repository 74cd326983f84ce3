import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChainExpectation, checkChain } from '../../../../../cli/checks/certificates/chain';
import { certificatesIn } from '../../../../../model/certificates/pem';
import { identity } from '../../subjects';

const pem = (name: string) => readFileSync(join(__dirname, '..', '..', 'fixtures', `${name}.pem`), 'utf8');
const [root, east, west, leaf] = ['root', 'east', 'west', 'leaf'].map(pem) as [string, string, string, string];
const whole = leaf + east + root;

function check(chain: string, trusted: string, over: Partial<ChainExpectation> = {}) {
  return checkChain(chain, trusted, {
    identity: identity('client-east'),
    root,
    mesh: 'blue',
    istiod: { cluster: 'east', chain: certificatesIn(east + root) },
    now: new Date('2030-01-01T00:00:00Z'),
    ...over,
  });
}

describe('verify: certificate chains', () => {
  it('lead from the workload over the intermediate to the root', () => {
    const finding = check(whole, root);
    assert.deepEqual(finding.problems, []);
    assert.equal(finding.identity, identity('client-east'));
    assert.equal(finding.intermediate, 'O=blue.example, CN=east intermediate CA');
    assert.match(finding.expires ?? '', /^2126-/);
  });

  it('need no root among what is presented', () => {
    assert.deepEqual(check(leaf + east, root).problems, []);
  });

  const wrong: readonly [string, string, string, Partial<ChainExpectation>, RegExp][] = [
    ['nothing is presented', '', root, {}, /no workload certificate/],
    ['the intermediate is missing', leaf + root, root, {}, /does not lead to the root of mesh blue/],
    ['the intermediate did not sign it', leaf + west + root, root, {}, /does not lead to the root of mesh blue/],
    ['the root is another one', whole, root, { root: pem('other-root') }, /does not lead .*green root CA/],
    ['the root has the right name and another key', whole, root, { root: pem('impostor-root') }, /does not lead/],
    ['the proxy trusts another root', whole, pem('other-root'), {}, /does not trust the root of mesh blue/],
    ['the identity is another one', whole, root, { identity: identity('client-west') }, /not for .*client-west/],
    [
      'another istiod should have signed',
      whole,
      root,
      { istiod: { cluster: 'east', chain: certificatesIn(west + root) } },
      /not what the istiod of east signs/,
    ],
    [
      'istiod did not show its authority',
      whole,
      root,
      { istiod: { cluster: 'east', chain: undefined } },
      /istiod of east did not show/,
    ],
    ['its time is over', whole, root, { now: new Date('2200-01-01T00:00:00Z') }, /ended on/],
    ['its time has not come', whole, root, { now: new Date('2000-01-01T00:00:00Z') }, /not valid before/],
  ];
  for (const [what, chain, trusted, over, problem] of wrong)
    it(`are wrong when ${what}`, () => {
      assert.match(check(chain, trusted, over).problems.join('\n'), problem);
    });

  it('are signed by whatever intermediate where no istiod has a part in them', () => {
    assert.deepEqual(check(leaf + west + east, root, { istiod: undefined }).problems, []);
  });

  it('may have the root among several trusted ones, as while a root is rotated', () => {
    assert.deepEqual(check(whole, pem('other-root') + root).problems, []);
  });
});
