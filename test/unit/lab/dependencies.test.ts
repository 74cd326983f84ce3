import assert from 'node:assert/strict';

// An ECMAScript module, because it runs before anything is installed that could translate it.
const load = () => import('../../../lab/dependencies.mjs');
let matches: Awaited<ReturnType<typeof load>>['matches'];

const tsx = { version: '4.0.0', integrity: 'sha512-a' };
const forMac = { version: '1.0.0', integrity: 'sha512-b', optional: true };
const pinned = { packages: { '': {}, 'node_modules/tsx': tsx, 'node_modules/fsevents': forMac } };

describe('installed npm packages', () => {
  before(async () => {
    ({ matches } = await load());
  });

  it('match the lock file when all are there, apart from optional ones of other platforms', () => {
    assert.ok(matches(pinned, { packages: { 'node_modules/tsx': tsx } }));
  });

  it('do not match when one is missing, differs, or is there unasked', () => {
    assert.ok(!matches(pinned, { packages: {} }));
    assert.ok(!matches(pinned, { packages: { 'node_modules/tsx': { ...tsx, version: '4.0.1' } } }));
    assert.ok(!matches(pinned, { packages: { 'node_modules/tsx': { ...tsx, integrity: 'sha512-c' } } }));
    assert.ok(!matches(pinned, { packages: { 'node_modules/tsx': tsx, 'node_modules/left-pad': tsx } }));
  });
});
