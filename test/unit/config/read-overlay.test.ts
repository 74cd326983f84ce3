import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readConfiguration } from '../../../config/read';
import { noMesh, withMachine } from '../model/specimen';
import { KubeconfigFiles, problemsOf } from './kubeconfig-files';

describe('readConfiguration with an overlay', () => {
  const files = new KubeconfigFiles();

  function overlay(content: string): NodeJS.ProcessEnv {
    const path = join(files.directory, 'overlay.yaml');
    writeFileSync(path, content);
    return { MESHWORK_CONFIG_OVERLAY: path };
  }

  it('lays its keys over the config, deep', () => {
    const environment = overlay(
      'meshwork:istio: { images: { hub: mirror.example/istio }, values: { istiod: { env: { A: "1" } } } }',
    );
    const { spec } = readConfiguration(files.withFile(), environment);
    assert.equal(spec.istio?.version, '1.31.1');
    assert.equal(spec.istio.images.hub, 'mirror.example/istio');
  });

  it('asks for no Istio where the config has none: it only says where Istio comes from', () => {
    const { networks } = noMesh();
    const clusters = {
      east: { role: 'standalone', network: 'lan', kubeconfig: { path: files.kubeconfig, context: 'east' } },
    };
    const environment = overlay('meshwork:istio: { images: { hub: mirror.example/istio } }');
    assert.equal(readConfiguration({ networks, clusters }, environment).spec.istio, undefined);
  });

  it('replaces the source of charts whole, of any kind', () => {
    const charts = { oci: 'oci://mirror.example/charts' };
    const environment = overlay(stringify({ 'meshwork:istio': { charts } }));
    for (const replaced of [{ repository: 'https://charts.example' }, { path: '/charts' }, charts]) {
      const raw = files.withFile();
      raw.istio['charts'] = replaced;
      assert.deepEqual(readConfiguration(raw, environment).spec.istio, {
        ...readConfiguration(files.withFile(), {}).spec.istio,
        charts,
      });
    }
  });

  it('says how machines are reached and adds none; a package takes the place of another whole', () => {
    const url = 'http://mirror.example/istio-sidecar.deb';
    const machine = { ssh: { port: 2222 }, sidecar: { url, sha256: '1'.repeat(64) } };
    const over = {
      'meshwork:virtualMachines': { 'vm-1': machine, 'vm-9': machine },
      'meshwork:sshKeys': { default: 'k' },
    };
    const environment = overlay(stringify(over));
    const raw = { ...withMachine(), clusters: files.withFile().clusters, sshKeys: {} };
    raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], sidecar: { installed: true } };
    const { spec } = readConfiguration(raw, environment);
    assert.deepEqual(Object.keys(spec.virtualMachines), ['vm-1']);
    assert.equal(spec.virtualMachines['vm-1']?.ssh.port, 2222);
    assert.equal(spec.virtualMachines['vm-1'].sidecar.url, url);
    assert.equal(spec.virtualMachines['vm-1'].sidecar.installed, false);
    assert.deepEqual(spec.sshKeys, { default: 'k' });
    assert.deepEqual(readConfiguration(files.withFile(), environment).spec.virtualMachines, {});
  });

  it('refuses a file that is no YAML, and shows nothing of it', () => {
    const problems = problemsOf(files.withFile(), overlay('meshwork:kubeconfigs: { east: [very-secret'));
    assert.deepEqual(problems, [
      {
        path: 'environment variable MESHWORK_CONFIG_OVERLAY',
        found: `${join(files.directory, 'overlay.yaml')}, which holds no mapping in YAML`,
        expected: 'a YAML file whose keys start with `meshwork:`',
      },
    ]);
  });

  it('refuses a file that is not there or holds foreign keys', () => {
    const missing = problemsOf(files.withFile(), { MESHWORK_CONFIG_OVERLAY: '/nowhere.yaml' })[0];
    assert.equal(missing?.found, '/nowhere.yaml, which cannot be read (ENOENT)');
    assert.ok(
      problemsOf(files.withFile(), overlay('aws:region: eu'))[0]?.found.endsWith(
        "with keys that are not meshwork's: aws:region",
      ),
    );
  });
});
