import { strict as assert } from 'node:assert';
import { plan } from '../../../../model/plan/plan';
import { primaryRemote, topologyOf } from '../specimen';
import { onlyIstiod } from './only-istiod';

/** The plans of both clusters of S3, with keys for both and a change. */
function clustersWith(keys: object, top: object = {}) {
  const raw = { ...primaryRemote(), ...top };
  for (const name of ['east', 'west']) raw.clusters[name] = { ...raw.clusters[name], ...keys };
  const [east, west] = plan(topologyOf(raw)).clusters;
  assert.ok(east !== undefined && west !== undefined);
  return { east, west };
}

describe('plan of the CNI agent', () => {
  it('has none unless a cluster asks for it, and says nothing of it to istiods', () => {
    const { east, west } = clustersWith({});
    assert.deepEqual([east.cni, west.cni], [undefined, undefined]);
    assert.deepEqual([onlyIstiod(east).values['cni'], onlyIstiod(east).values['taint']], [undefined, undefined]);
  });

  it('has the chart of the same source in every cluster, and the injector leave out the init container', () => {
    const { east, west } = clustersWith({ cni: true });
    const charts = { charts: { repository: 'https://istio-release.storage.googleapis.com/charts' }, version: '1.31.1' };
    assert.deepEqual(
      [east.cni, west.cni],
      [
        { charts, values: {} },
        { charts, values: {} },
      ],
    );
    assert.deepEqual(onlyIstiod(east).values['cni'], { enabled: true });
    assert.deepEqual(onlyIstiod(east).values['taint'], { namespace: 'kube-system' });
    assert.equal(onlyIstiod(west).values['cni'], undefined);
  });

  it('gives the agent images, pull secrets and values as the others get them', () => {
    const { east } = clustersWith(
      { cni: true, values: { cni: { logging: { level: 'debug' }, global: { imagePullSecrets: ['mine'] } } } },
      {
        istio: {
          version: '1.31.1',
          images: { hub: 'mirror.example/istio', tag: 'a' },
          values: { cni: { cniBinDir: '/b' } },
        },
        registryCredentials: { 'mirror.example': { username: 'a', password: 'b' } },
      },
    );
    assert.deepEqual(east.cni?.values, {
      cniBinDir: '/b',
      logging: { level: 'debug' },
      global: { hub: 'mirror.example/istio', tag: 'a', imagePullSecrets: ['mine', 'meshwork-registry'] },
    });
  });

  it('comes with OpenShift by itself, and tells charts the platform', () => {
    const { east, west } = clustersWith({ platform: 'openshift' });
    for (const { cni } of [east, west]) assert.deepEqual(cni?.values, { global: { platform: 'openshift' } });
    for (const cluster of [east, west])
      assert.equal((onlyIstiod(cluster).values['global'] as Record<string, unknown>)['platform'], 'openshift');
    assert.equal(clustersWith({ platform: 'gke' }).east.cni, undefined);
  });
});
