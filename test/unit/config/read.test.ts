import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readConfiguration } from '../../../config/read';
import { ConfigurationError } from '../../../model/problems/problem';
import { noMesh, primaryRemote, withMachine } from '../model/specimen';

const AUTHORITY = readFileSync(join(__dirname, '..', 'cli', 'fixtures', 'root.pem'), 'utf8');

function kubeconfig(...contexts: string[]): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: contexts.map((name, index) => ({ name, cluster: { server: `https://10.0.0.${index + 1}:6443` } })),
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: name } })),
    users: contexts.map((name) => ({ name, user: { token: `token-of-${name}` } })),
  });
}

describe('readConfiguration', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'meshwork-'));
    file = join(directory, 'kubeconfig');
    writeFileSync(file, kubeconfig('east', 'west'));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  /** S3 whose clusters name their contexts in the file. */
  function written() {
    const raw = primaryRemote();
    for (const name of ['east', 'west'])
      raw.clusters[name] = { ...raw.clusters[name], kubeconfig: { path: file, context: name } };
    return raw;
  }

  function problemsOf(raw: Record<string, unknown>, environment: NodeJS.ProcessEnv = {}) {
    try {
      readConfiguration(raw, environment);
    } catch (error) {
      assert.ok(error instanceof ConfigurationError);
      return error.problems;
    }
    return [];
  }

  it('takes each cluster’s own context out of its kubeconfig, and no other credential', () => {
    const { accesses } = readConfiguration(written(), {});
    assert.equal(accesses['west']?.server, 'https://10.0.0.2:6443');
    assert.ok(accesses['west'].kubeconfig.includes('token-of-west'));
    assert.ok(!accesses['west'].kubeconfig.includes('token-of-east'));
  });

  it('takes the same text out of two kubeconfigs that differ in the order of fields alone', () => {
    const taken = () => readConfiguration(written(), {}).accesses['west']?.kubeconfig;
    const before = taken();
    const text = readFileSync(file, 'utf8');
    const ordered = parse(text) as Record<'clusters' | 'contexts', Record<string, Record<string, unknown>>[]>;
    for (const { cluster = {} } of ordered.clusters) cluster['tls-server-name'] = 'api.example';
    writeFileSync(file, stringify(ordered));
    const withName = taken();
    const reversed = (entry: Record<string, unknown>) => Object.fromEntries(Object.entries(entry).reverse());
    for (const one of ordered.clusters) one['cluster'] = reversed(one['cluster'] ?? {});
    for (const one of ordered.contexts) one['context'] = reversed(one['context'] ?? {});
    writeFileSync(file, stringify(ordered));
    assert.notEqual(withName, before);
    assert.equal(taken(), withName);
  });

  it('looks where kubectl looks when no path is given, in every file of the list', () => {
    const other = join(directory, 'other');
    writeFileSync(other, kubeconfig('elsewhere'));
    const raw = primaryRemote();
    for (const name of ['east', 'west']) raw.clusters[name] = { ...raw.clusters[name], kubeconfig: { context: name } };
    const { accesses } = readConfiguration(raw, { KUBECONFIG: `${other}:${file}` });
    assert.equal(accesses['east']?.server, 'https://10.0.0.1:6443');
  });

  it('takes no kubeconfig that the config does not name: a current context may be that of any cluster', () => {
    const raw = written();
    raw.clusters['east'] = { ...raw.clusters['east'], kubeconfig: undefined };
    raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: {} };
    assert.deepEqual(problemsOf(raw, { KUBECONFIG: file }), [
      {
        path: 'meshwork:clusters.east.kubeconfig',
        found: 'nothing, and nothing at meshwork:kubeconfigs.east',
        expected: 'the context of a kubeconfig file here, or a kubeconfig there',
      },
      {
        path: 'meshwork:clusters.west.kubeconfig.context',
        found: `no context named, and several in "${file}"`,
        expected: 'one of east, west',
      },
    ]);
  });

  it('tells the mistake in the only kubeconfig of a cluster once', () => {
    for (const change of [{ kubeconfig: file }, { kubeconfigs: { east: null } }, { kubeconfigs: 'east' }]) {
      const { kubeconfig: named, ...others } = { kubeconfig: undefined, ...change };
      const raw = { ...written(), ...others };
      raw.clusters['east'] = { ...raw.clusters['east'], kubeconfig: named };
      assert.equal(problemsOf(raw).length, 1, JSON.stringify(change));
    }
  });

  it('refuses one cluster under two names', () => {
    const raw = written();
    raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: { path: file, context: 'east' } };
    assert.deepEqual(problemsOf(raw), [
      {
        path: 'meshwork:clusters.west.kubeconfig',
        found: 'the API server and user of cluster east, https://10.0.0.1:6443',
        expected: 'a cluster of its own',
      },
    ]);
  });

  it('takes two clusters behind one address, as proxies of API servers have it, if their users differ', () => {
    const raw = written();
    writeFileSync(file, kubeconfig('east', 'west').replace('10.0.0.2', '10.0.0.1'));
    assert.deepEqual(problemsOf(raw), []);
  });

  it('names a kubeconfig file that is missing, and a context that the file lacks', () => {
    const raw = written();
    raw.clusters['east'] = { ...raw.clusters['east'], kubeconfig: { path: '/nowhere/config' } };
    raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: { path: file, context: 'wets' } };
    assert.deepEqual(problemsOf(raw), [
      {
        path: 'meshwork:clusters.east.kubeconfig.path',
        found: 'no file at "/nowhere/config"',
        expected: 'a readable kubeconfig file',
      },
      {
        path: 'meshwork:clusters.west.kubeconfig.context',
        found: `no context "wets" in "${file}"`,
        expected: 'a context, one of east, west',
      },
    ]);
  });

  describe('of files that a kubeconfig names', () => {
    /** A kubeconfig whose cluster and user name files, and a program. */
    function naming(from: string): string {
      return stringify({
        'current-context': 'east',
        clusters: [
          { name: 'east', cluster: { server: 'https://10.0.0.1:6443', 'certificate-authority': `${from}ca.crt` } },
        ],
        contexts: [{ name: 'east', context: { cluster: 'east', user: 'east' } }],
        users: [
          {
            name: 'east',
            user: {
              'client-certificate': `${from}client.crt`,
              'client-key': `${from}client.key`,
              tokenFile: `${from}token`,
              exec: { command: `${from}bin/login`, args: ['east'] },
            },
          },
        ],
      });
    }

    /** S1 with a file for each cluster, or a text instead of that of `east`. */
    function noMeshWith(text?: string) {
      const raw = noMesh();
      raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: { path: file, context: 'west' } };
      if (text !== undefined) return { ...raw, kubeconfigs: { east: text } };
      raw.clusters['east'] = { ...raw.clusters['east'], kubeconfig: { path: join(directory, 'naming') } };
      return raw;
    }

    it('takes paths as relative to the kubeconfig, as kubectl does', () => {
      writeFileSync(join(directory, 'ca.crt'), AUTHORITY);
      writeFileSync(join(directory, 'naming'), naming(''));
      const { accesses } = readConfiguration(noMeshWith(), {});
      assert.deepEqual(parse(accesses['east']?.kubeconfig ?? ''), {
        apiVersion: 'v1',
        kind: 'Config',
        ...(parse(naming(`${directory}/`)) as object),
      });
    });

    it('leaves programs to PATH that are named without one', () => {
      writeFileSync(join(directory, 'ca.crt'), AUTHORITY);
      writeFileSync(join(directory, 'naming'), naming('').replace('bin/login', 'login'));
      const { accesses } = readConfiguration(noMeshWith(), {});
      assert.match(accesses['east']?.kubeconfig ?? '', /command: login\n/);
    });

    it('refuses relative paths in a text that lies in no file, and takes absolute ones', () => {
      assert.deepEqual(problemsOf(noMeshWith(naming(''))), [
        {
          path: 'meshwork:kubeconfigs.east',
          found:
            'relative paths at certificate-authority, client-certificate, client-key, tokenFile, exec.command, and no file that they are relative to',
          expected: 'the data themselves (`kubectl config view --flatten` puts them in), or absolute paths',
        },
      ]);
      writeFileSync(join(directory, 'ca.crt'), AUTHORITY);
      assert.deepEqual(problemsOf(noMeshWith(naming(`${directory}/`))), []);
    });

    it('names a file of authorities that is missing, and one without any', () => {
      writeFileSync(join(directory, 'naming'), naming(''));
      const problem = { path: 'meshwork:clusters.east.kubeconfig.context' };
      const [authority, kubeconfig] = [join(directory, 'ca.crt'), join(directory, 'naming')];
      assert.deepEqual(problemsOf(noMeshWith()), [
        {
          ...problem,
          found: `an unreadable certificate-authority "${authority}" in "${kubeconfig}"`,
          expected: 'a readable file with certificates in PEM',
        },
      ]);
      writeFileSync(authority, 'no certificate');
      assert.deepEqual(problemsOf(noMeshWith()), [
        {
          ...problem,
          found: `no certificate in PEM at the certificate-authority "${authority}" in "${kubeconfig}"`,
          expected: 'certificates in PEM',
        },
      ]);
    });
  });

  describe('of API servers', () => {
    /** Problems with the server of `east`, when its address in the kubeconfig is another. */
    function problemsWith(server: string) {
      writeFileSync(file, kubeconfig('east', 'west').replace('https://10.0.0.1:6443', server));
      return problemsOf(written());
    }

    it('refuses an address that is none of https, beside all other problems', () => {
      for (const server of ['10.0.0.1:6443', 'localhost:6443', 'http://10.0.0.1:6443', 'east.example', '""'])
        assert.deepEqual(
          problemsWith(server),
          [
            {
              path: 'meshwork:clusters.east.kubeconfig.context',
              found: `the server ${server === '""' ? server : `"${server}"`} in "${file}"`,
              expected: 'an https address, such as https://192.0.2.1:6443',
            },
          ],
          server,
        );
    });

    it('shows no password that is part of an address', () => {
      const problems = problemsWith('https://admin:very-secret@10.0.0.1:6443');
      assert.equal(problems[0]?.found, `a server with a user name or password in its address in "${file}"`);
      assert.ok(!JSON.stringify(problems).includes('very-secret'));
    });

    it('refuses addresses that mean the dialling machine itself, where istiods of other clusters dial them', () => {
      for (const host of ['127.0.0.1', 'localhost', 'east.localhost', '[::1]', '0.0.0.0', '[::]']) {
        const raw = written();
        raw.clusters['west'] = {
          mesh: 'blue',
          network: 'net-west',
          role: 'primary',
          kubeconfig: { path: file, context: 'west' },
        };
        writeFileSync(file, kubeconfig('east', 'west').replace('10.0.0.1', host));
        assert.deepEqual(
          problemsOf(raw).map(({ path }) => path),
          ['meshwork:clusters.east.apiServer.server'],
          host,
        );
      }
    });
  });

  it('takes kubeconfigs from secret config for clusters without a file, and refuses both at once', () => {
    const secret = kubeconfig('east').replace('kind: Config', 'kind: Config\ncurrent-context: east');
    const raw = written();
    const { east } = primaryRemote().clusters;
    const { accesses } = readConfiguration(
      { ...raw, clusters: { ...raw.clusters, east }, kubeconfigs: { east: secret } },
      {},
    );
    assert.equal(accesses['east']?.server, 'https://10.0.0.1:6443');
    assert.deepEqual(
      problemsOf({ ...raw, kubeconfigs: { east: secret } }).map(({ path }) => path),
      ['meshwork:clusters.east.kubeconfig'],
    );
  });

  it('shows nothing of a secret kubeconfig that cannot be parsed', () => {
    const raw = primaryRemote();
    const problems = problemsOf({
      ...raw,
      kubeconfigs: { east: 'token: [very-secret', west: kubeconfig('west', 'other') },
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['meshwork:kubeconfigs.east', 'meshwork:kubeconfigs.west'],
    );
    assert.ok(!JSON.stringify(problems).includes('very-secret'));
  });

  it('wants the charts in a chart directory, and that of the CNI agent where a cluster asks for it', () => {
    const raw = written();
    raw.istio['charts'] = { path: join(directory, 'charts') };
    assert.equal(problemsOf(raw)[0]?.found, `"${join(directory, 'charts')}", which does not exist`);
    mkdirSync(join(directory, 'charts', 'base'), { recursive: true });
    writeFileSync(join(directory, 'charts', 'base', 'Chart.yaml'), 'name: base');
    assert.equal(problemsOf(raw)[0]?.found, `"${join(directory, 'charts')}" without istiod, gateway`);
    for (const name of ['east', 'west']) raw.clusters[name] = { ...raw.clusters[name], cni: true };
    assert.deepEqual(problemsOf(raw)[0], {
      path: 'meshwork:istio.charts.path',
      found: `"${join(directory, 'charts')}" without istiod, gateway, cni`,
      expected: 'a directory with the charts base, istiod, gateway and cni',
    });
  });

  it('reports problems of shape, of files and of meaning together', () => {
    const raw = written();
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

  describe('with an overlay', () => {
    function overlay(content: string): NodeJS.ProcessEnv {
      const path = join(directory, 'overlay.yaml');
      writeFileSync(path, content);
      return { MESHWORK_CONFIG_OVERLAY: path };
    }

    it('lays its keys over the config, deep', () => {
      const environment = overlay(
        'meshwork:istio: { images: { hub: mirror.example/istio }, values: { istiod: { env: { A: "1" } } } }',
      );
      const { spec } = readConfiguration(written(), environment);
      assert.equal(spec.istio?.version, '1.31.1');
      assert.equal(spec.istio.images.hub, 'mirror.example/istio');
    });

    it('asks for no Istio where the config has none: it only says where Istio comes from', () => {
      const { networks } = noMesh();
      const clusters = { east: { role: 'standalone', network: 'lan', kubeconfig: { path: file, context: 'east' } } };
      const environment = overlay('meshwork:istio: { images: { hub: mirror.example/istio } }');
      assert.equal(readConfiguration({ networks, clusters }, environment).spec.istio, undefined);
    });

    it('replaces the source of charts whole, of any kind', () => {
      const charts = { oci: 'oci://mirror.example/charts' };
      const environment = overlay(stringify({ 'meshwork:istio': { charts } }));
      for (const replaced of [{ repository: 'https://charts.example' }, { path: '/charts' }, charts]) {
        const raw = written();
        raw.istio['charts'] = replaced;
        assert.deepEqual(readConfiguration(raw, environment).spec.istio, {
          ...readConfiguration(written(), {}).spec.istio,
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
      const raw = { ...withMachine(), clusters: written().clusters, sshKeys: {} };
      raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], sidecar: { installed: true } };
      const { spec } = readConfiguration(raw, environment);
      assert.deepEqual(Object.keys(spec.virtualMachines), ['vm-1']);
      assert.equal(spec.virtualMachines['vm-1']?.ssh.port, 2222);
      assert.equal(spec.virtualMachines['vm-1'].sidecar.url, url);
      assert.equal(spec.virtualMachines['vm-1'].sidecar.installed, false);
      assert.deepEqual(spec.sshKeys, { default: 'k' });
      assert.deepEqual(readConfiguration(written(), environment).spec.virtualMachines, {});
    });

    it('refuses a file that is no YAML, and shows nothing of it', () => {
      const problems = problemsOf(written(), overlay('meshwork:kubeconfigs: { east: [very-secret'));
      assert.deepEqual(problems, [
        {
          path: 'environment variable MESHWORK_CONFIG_OVERLAY',
          found: `${join(directory, 'overlay.yaml')}, which holds no mapping in YAML`,
          expected: 'a YAML file whose keys start with `meshwork:`',
        },
      ]);
    });

    it('refuses a file that is not there or holds foreign keys', () => {
      const missing = problemsOf(written(), { MESHWORK_CONFIG_OVERLAY: '/nowhere.yaml' })[0];
      assert.equal(missing?.found, '/nowhere.yaml, which cannot be read (ENOENT)');
      assert.ok(
        problemsOf(written(), overlay('aws:region: eu'))[0]?.found.endsWith(
          "with keys that are not meshwork's: aws:region",
        ),
      );
    });
  });
});
