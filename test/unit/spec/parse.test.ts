import { strict as assert } from 'node:assert';
import { parse } from '../../../spec/parse';
import { describeProblems } from '../../../spec/problem';
import { primaryRemote, specOf } from './specimen';

describe('parse', () => {
  it('fills in the documented defaults', () => {
    const spec = specOf(primaryRemote());
    assert.deepEqual(spec.istio?.charts, { repository: 'https://istio-release.storage.googleapis.com/charts' });
    assert.equal(spec.istio.crds, 'keep');
    assert.equal(spec.meshes['blue']?.mtls, 'strict');
    assert.deepEqual(spec.meshes['blue'].roots, { root: { generate: { algorithm: 'rsa', validityDays: 3650 } } });
    assert.deepEqual(spec.meshes['blue'].intermediates, {
      algorithm: 'rsa',
      validityDays: 730,
      renewBeforeDays: 60,
      generation: 1,
    });
    assert.deepEqual(spec.networks['net-east']?.gateway, {
      service: 'loadBalancer',
      port: 15443,
      address: 'ip',
      loadBalancer: { sourceRanges: [], annotations: {} },
    });
  });

  it('names an unknown key with its path and the key that was meant', () => {
    const raw = primaryRemote();
    raw.clusters['west'] = { ...raw.clusters['west'], kubeconfg: { context: 'west' } };
    assert.deepEqual(parse(raw).problems, [
      {
        path: 'meshwork:clusters.west.kubeconfg',
        found: 'the key "kubeconfg", which is not known here',
        expected: 'one of apiServer, clusterId, kubeconfig, mesh, network, primary, readerToken, role, values',
        fix: 'Did you mean "kubeconfig"?',
      },
    ]);
  });

  it('reports every problem at once', () => {
    const raw = primaryRemote();
    raw.istio['crds'] = 'drop';
    raw.meshes['Blue_2'] = {};
    raw.clusters['west'] = { ...raw.clusters['west'], role: 'remot' };
    const paths = parse(raw)
      .problems.map(({ path }) => path)
      .sort();
    assert.deepEqual(paths, ['meshwork:clusters.west.role', 'meshwork:istio.crds', 'meshwork:meshes.Blue_2']);
  });

  it('refuses names that are not DNS labels', () => {
    for (const name of ['East', 'east_1', '-east', 'east-', 'e'.repeat(64), 'ea.st']) {
      const raw = primaryRemote();
      raw.clusters[name] = { mesh: 'blue', network: 'net-east', role: 'primary' };
      assert.deepEqual(
        parse(raw).problems.map(({ path }) => path),
        [`meshwork:clusters.${name}`],
        name,
      );
    }
  });

  it('asks for exactly one source of charts', () => {
    const raw = primaryRemote();
    raw.istio['charts'] = { path: '/charts', oci: 'oci://registry.example/charts' };
    assert.equal(parse(raw).problems[0]?.expected, 'exactly one of repository, oci and path');
  });

  it('never shows what is in a secret', () => {
    const problems = parse({ ...primaryRemote(), kubeconfigs: { east: { token: 'very-secret' } } }).problems;
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['meshwork:kubeconfigs.east'],
    );
    assert.ok(!describeProblems(problems).includes('very-secret'));
  });
});
