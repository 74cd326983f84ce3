import { strict as assert } from 'node:assert';
import { ownedPaths } from '../../../../model/plan/owned-paths';
import { ruleProblems } from '../../../../model/rules/rules';
import { valueOwners } from '../../../../model/rules/value-owners';
import { primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

/** The problems of a configuration with one value of a chart. */
function problemsWith(chart: string, path: readonly string[]) {
  const raw = primaryRemote();
  raw.istio['values'] = { [chart]: path.reduceRight<unknown>((below, key) => ({ [key]: below }), 'mine') };
  return ruleProblems(topologyOf(raw), SERVERS);
}

describe('rules of values that the plan owns', () => {
  for (const chart of ['base', 'istiod', 'cni', 'gateway'] as const) {
    it(`refuse each that the plan sets for the ${chart} chart`, () => {
      const paths = ownedPaths(chart);
      assert.ok(paths.length > 1);
      for (const path of paths)
        assert.deepEqual(
          problemsWith(chart, path).map((problem) => problem.path),
          [`meshwork:istio.values.${chart}.${path.join('.')}`],
        );
    });

    it(`know those of the ${chart} chart from the plan where no reason of their own is known`, () => {
      const found = valueOwners(chart, []);
      const paths = new Set(ownedPaths(chart).map((path) => path.join('.')));
      assert.deepEqual(
        found,
        [...paths].map((path) => [path, 'the plan']),
      );
    });
  }

  it('say which key installs the CNI agent, and what only the ambient mode would need', () => {
    const fixOf = (chart: string, ...path: string[]) => problemsWith(chart, path)[0]?.fix ?? '';
    for (const path of [
      ['cni', 'enabled'],
      ['pilot', 'cni', 'enabled'],
    ])
      assert.match(fixOf('istiod', ...path), /decided by meshwork:clusters\.<name>\.cni; without the agent/);
    const ambient = [
      fixOf('istiod', 'env', 'PILOT_ENABLE_AMBIENT'),
      fixOf('cni', 'ambient', 'enabled'),
      fixOf('cni', 'cni', 'ambient', 'enabled'),
      fixOf('cni', 'profile'),
    ];
    for (const fix of ambient) assert.match(fix, /installs no ztunnel/);
    assert.match(fixOf('istiod', 'env', 'AMBIENT_ENABLE_MULTI_NETWORK'), /hides endpoints/);
    assert.match(fixOf('istiod', 'global', 'sds', 'token', 'aud'), /tokens for "istio-ca"/);
    assert.deepEqual(problemsWith('cni', ['cniBinDir']), []);
  });

  it('refuse another cluster domain, and say what that means for the cluster', () => {
    const [problem] = problemsWith('istiod', ['global', 'proxy', 'clusterDomain']);
    assert.match(problem?.fix ?? '', /end in cluster\.local, so a cluster with another domain cannot be in a mesh/);
  });

  it('keep the reason of those that have one', () => {
    const [problem] = problemsWith('istiod', ['env', 'SHARED_MESH_CONFIG']);
    assert.equal(problem?.fix, 'It cannot be set: by it istiod learns which roots to trust.');
  });
});
