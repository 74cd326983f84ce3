import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { describeProblems } from '../../../../model/problems/problem';
import { noMesh, primaryRemote, specOf } from '../specimen';

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
      given: {},
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
        expected:
          'one of apiServer, clusterId, cni, gatewayPool, kubeconfig, mesh, network, platform, primary, readerToken, role, state, systemNamespace, values',
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

  describe('of the way into a service', () => {
    /** The problems below `by`, by the rest of their paths. */
    function problemsOf(by: unknown) {
      const raw = noMesh();
      raw.services['orders'] = { ...raw.services['orders'], reach: { from: ['west'], by } };
      return parse(raw).problems.map(({ path, ...problem }) => ({
        path: path.replace('meshwork:services.orders.reach.', ''),
        ...problem,
      }));
    }

    it('names an unknown key with its path and the key that was meant', () => {
      assert.deepEqual(problemsOf({ loadBalancer: { clas: 'inner' } }), [
        {
          path: 'by.loadBalancer.clas',
          found: 'the key "clas", which is not known here',
          expected: 'one of annotations, class, internal, sourceRanges',
          fix: 'Did you mean "class"?',
        },
      ]);
      assert.equal(
        problemsOf({ ingress: { class: 'contour', anotations: {} } })[0]?.fix,
        'Did you mean "annotations"?',
      );
    });

    it('names a wrong value with its path', () => {
      assert.deepEqual(problemsOf({ loadBalancer: { sourceRanges: ['10.0.0.0'] } }), [
        {
          path: 'by.loadBalancer.sourceRanges.0',
          found: '"10.0.0.0"',
          expected: 'an address range such as 10.0.0.0/8',
        },
      ]);
    });

    it('says how to ask for defaults where a key has no value', () => {
      assert.deepEqual(problemsOf({ loadBalancer: null }), [
        {
          path: 'by.loadBalancer',
          found: 'null',
          expected:
            'a mapping with internal, sourceRanges, class, annotations. A load balancer of its own; `{}` takes every default.',
          fix: 'A key without a value is null in YAML. Write {} where every default will do.',
        },
      ]);
    });

    it('does not say so where there are no defaults', () => {
      assert.deepEqual(
        [{ ingress: null }, null].flatMap(problemsOf).map(({ path, fix }) => [path, fix]),
        [
          ['by.ingress', undefined],
          ['by', undefined],
        ],
      );
    });

    it('wants exactly one of the two', () => {
      for (const by of [{}, { loadBalancer: {}, ingress: { class: 'contour' } }])
        assert.deepEqual(
          problemsOf(by).map(({ path, expected }) => [path, expected]),
          [['by', 'exactly one of loadBalancer and ingress']],
        );
      assert.deepEqual(problemsOf({ loadBalancer: {} }), []);
      assert.deepEqual(problemsOf({ ingress: { class: 'contour' } }), []);
    });
  });

  it('never shows the content of a secret', () => {
    const problems = parse({ ...primaryRemote(), kubeconfigs: { east: { token: 'very-secret' } } }).problems;
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['meshwork:kubeconfigs.east'],
    );
    assert.ok(!describeProblems(problems).includes('very-secret'));
  });
});
