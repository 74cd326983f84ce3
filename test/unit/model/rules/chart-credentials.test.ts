import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

/** Problems of a login for charts from a source. */
function problemsWith(charts: object | undefined) {
  const raw = { ...primaryRemote(), chartCredentials: { username: 'mesh', password: 'VERYSECRET' } };
  if (charts !== undefined) raw.istio['charts'] = charts;
  return ruleProblems(topologyOf(raw), SERVERS);
}

describe('rules of a login for charts', () => {
  it('want a repository that it is for', () => {
    assert.deepEqual(problemsWith({ repository: 'https://charts.example' }), []);
  });

  for (const [source, charts, found] of [
    ['an OCI registry', { oci: 'oci://registry.example/istio' }, /beside meshwork:istio\.charts\.oci/],
    ['a directory', { path: '/charts' }, /beside meshwork:istio\.charts\.path/],
    ['the public repository', undefined, /Istio's public chart repository/],
  ] as const)
    it(`refuse it for ${source}, and do not show it`, () => {
      const problems = problemsWith(charts);
      assert.deepEqual(
        problems.map(({ path }) => path),
        ['meshwork:chartCredentials'],
      );
      assert.match(problems[0]?.found ?? '', found);
      assert.ok(!JSON.stringify(problems).includes('VERYSECRET'));
    });

  it('say what to do for an OCI registry', () => {
    const [problem] = problemsWith({ oci: 'oci://registry.example/istio' });
    assert.match(problem?.fix ?? '', /helm registry login/);
  });
});
