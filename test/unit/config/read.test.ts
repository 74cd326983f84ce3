import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeconfigFiles, problemsOf } from './kubeconfig-files';

describe('readConfiguration', () => {
  const files = new KubeconfigFiles();

  it('wants the charts in a chart directory, and that of the CNI agent where a cluster asks for it', () => {
    const raw = files.withFile();
    raw.istio['charts'] = { path: join(files.directory, 'charts') };
    assert.equal(problemsOf(raw)[0]?.found, `"${join(files.directory, 'charts')}", which does not exist`);
    mkdirSync(join(files.directory, 'charts', 'base'), { recursive: true });
    writeFileSync(join(files.directory, 'charts', 'base', 'Chart.yaml'), 'name: base');
    assert.equal(problemsOf(raw)[0]?.found, `"${join(files.directory, 'charts')}" without istiod, gateway`);
    for (const name of ['east', 'west']) raw.clusters[name] = { ...raw.clusters[name], cni: true };
    assert.deepEqual(problemsOf(raw)[0], {
      path: 'meshwork:istio.charts.path',
      found: `"${join(files.directory, 'charts')}" without istiod, gateway, cni`,
      expected: 'a directory with the charts base, istiod, gateway and cni',
    });
  });

  it('reports problems of shape, of files and of meaning together', () => {
    const raw = files.withFile();
    raw.networks['net-far'] = {};
    raw.istio['crd'] = 'keep';
    raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: { path: '/nowhere' } };
    assert.deepEqual(
      problemsOf(raw)
        .map(({ path }) => path)
        .sort(),
      ['meshwork:clusters.west.kubeconfig.path', 'meshwork:istio.crd', 'meshwork:networks.net-far'],
    );
  });
});
