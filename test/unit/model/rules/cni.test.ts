import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

/** Problems of S3 with keys of each cluster. */
function problemsWith(east: object, west: object) {
  const raw = primaryRemote();
  raw.clusters['east'] = { ...raw.clusters['east'], ...east };
  raw.clusters['west'] = { ...raw.clusters['west'], ...west };
  return ruleProblems(topologyOf(raw), SERVERS).map(({ expected, found, path }) => [path, found, expected]);
}

describe('rules of the CNI agent', () => {
  it('let clusters that one istiod serves have it together', () => {
    assert.deepEqual(problemsWith({ cni: true }, { cni: true }), []);
    assert.deepEqual(problemsWith({ platform: 'openshift' }, { platform: 'openshift' }), []);
    assert.deepEqual(problemsWith({ platform: 'gke' }, { platform: 'k3s' }), []);
    assert.deepEqual(problemsWith({ cni: true, platform: 'gke', values: { cni: { logging: {} } } }, { cni: true }), []);
  });

  it('refuse a remote without the agent that the injector of its primary counts on, and the reverse', () => {
    assert.deepEqual(problemsWith({ cni: true }, {}), [
      ['meshwork:clusters.west.cni', 'false, while meshwork:clusters.east.cni is true', 'the same in both'],
    ]);
    assert.deepEqual(problemsWith({}, { cni: true }), [
      ['meshwork:clusters.west.cni', 'true, while meshwork:clusters.east.cni is false', 'the same in both'],
    ]);
  });

  it('refuse OpenShift without it', () => {
    const openshift = { platform: 'openshift', cni: false };
    assert.deepEqual(
      problemsWith(openshift, openshift).map(([path]) => path),
      ['meshwork:clusters.east.cni', 'meshwork:clusters.west.cni'],
    );
  });

  it('refuse OpenShift and another platform behind one istiod', () => {
    assert.deepEqual(problemsWith({ platform: 'openshift' }, { cni: true }), [
      [
        'meshwork:clusters.west.platform',
        'none, while that of its primary east is openshift',
        'openshift for both, or for neither',
      ],
    ]);
  });

  it('refuse values of a chart that the cluster does not get', () => {
    assert.deepEqual(problemsWith({ values: { cni: { cniBinDir: '/bin' } } }, {}), [
      [
        'meshwork:clusters.east.values.cni',
        'values of the cni chart, which the cluster does not get',
        'meshwork:clusters.east.cni: true, or no such values',
      ],
    ]);
  });
});
