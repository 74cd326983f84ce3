import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { federated, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

/** Problems of S6 whose mesh `blue` has aliases of its trust domain. */
function problemsWith(trustDomainAliases: string[], green: Record<string, unknown> = {}) {
  const raw = federated();
  raw.meshes['blue'] = { trustDomain: 'blue.example', trustDomainAliases };
  raw.meshes['green'] = { trustDomain: 'green.example', ...green };
  return ruleProblems(topologyOf(raw), SERVERS);
}

describe('aliases of a trust domain', () => {
  const path = 'meshwork:meshes.blue.trustDomainAliases';

  it('may be any others', () => {
    assert.deepEqual(problemsWith(['old.example', 'cluster.local']), []);
  });

  it('are not the trust domain itself', () => {
    assert.deepEqual(problemsWith(['blue.example']), [
      { path, found: '"blue.example", which is the trust domain itself', expected: 'other trust domains' },
    ]);
  });

  it('are none of a mesh that the mesh trusts: it could not tell the two apart', () => {
    const problem = (alias: string) => ({
      path,
      found: `"${alias}", a trust domain of mesh green, which mesh blue trusts`,
      expected: 'trust domains of this mesh alone',
    });
    assert.deepEqual(problemsWith(['green.example']), [problem('green.example')]);
    assert.deepEqual(
      problemsWith(['old.example'], { trustDomainAliases: ['old.example'] }).filter((one) => one.path === path),
      [problem('old.example')],
    );
  });
});
