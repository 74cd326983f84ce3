import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readConfiguration } from '../../../config/read';
import { noMesh, primaryRemote } from '../model/specimen';
import { KubeconfigFiles, kubeconfigOf, problemsOf } from './kubeconfig-files';

const AUTHORITY = readFileSync(join(__dirname, '..', 'cli', 'fixtures', 'root.pem'), 'utf8');

describe('readConfiguration with kubeconfigs', () => {
  const files = new KubeconfigFiles();

  it('takes each cluster’s own context out of its kubeconfig, and no other credential', () => {
    const { accesses } = readConfiguration(files.withFile(), {});
    assert.equal(accesses['west']?.server, 'https://10.0.0.2:6443');
    assert.ok(accesses['west'].kubeconfig.includes('token-of-west'));
    assert.ok(!accesses['west'].kubeconfig.includes('token-of-east'));
  });

  it('takes the same text out of two kubeconfigs that differ in the order of fields alone', () => {
    const taken = () => readConfiguration(files.withFile(), {}).accesses['west']?.kubeconfig;
    const before = taken();
    const text = readFileSync(files.kubeconfig, 'utf8');
    const ordered = parse(text) as Record<'clusters' | 'contexts', Record<string, Record<string, unknown>>[]>;
    for (const { cluster = {} } of ordered.clusters) cluster['tls-server-name'] = 'api.example';
    writeFileSync(files.kubeconfig, stringify(ordered));
    const withName = taken();
    const reversed = (entry: Record<string, unknown>) => Object.fromEntries(Object.entries(entry).reverse());
    for (const one of ordered.clusters) one['cluster'] = reversed(one['cluster'] ?? {});
    for (const one of ordered.contexts) one['context'] = reversed(one['context'] ?? {});
    writeFileSync(files.kubeconfig, stringify(ordered));
    assert.notEqual(withName, before);
    assert.equal(taken(), withName);
  });

  it('looks where kubectl looks when no path is given, in every file of the list', () => {
    const other = join(files.directory, 'other');
    writeFileSync(other, kubeconfigOf('elsewhere'));
    const raw = primaryRemote();
    for (const name of ['east', 'west']) raw.clusters[name] = { ...raw.clusters[name], kubeconfig: { context: name } };
    const { accesses } = readConfiguration(raw, { KUBECONFIG: `${other}:${files.kubeconfig}` });
    assert.equal(accesses['east']?.server, 'https://10.0.0.1:6443');
  });

  it('takes no kubeconfig that the config does not name: a current context may be that of any cluster', () => {
    const raw = files.withFile();
    raw.clusters['east'] = { ...raw.clusters['east'], kubeconfig: undefined };
    raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: {} };
    assert.deepEqual(problemsOf(raw, { KUBECONFIG: files.kubeconfig }), [
      {
        path: 'meshwork:clusters.east.kubeconfig',
        found: 'nothing, and nothing at meshwork:kubeconfigs.east',
        expected: 'the context of a kubeconfig file here, or a kubeconfig there',
      },
      {
        path: 'meshwork:clusters.west.kubeconfig.context',
        found: `no context named, and several in "${files.kubeconfig}"`,
        expected: 'one of east, west',
      },
    ]);
  });

  it('tells the mistake in the only kubeconfig of a cluster once', () => {
    for (const change of [{ kubeconfig: files.kubeconfig }, { kubeconfigs: { east: null } }, { kubeconfigs: 'east' }]) {
      const { kubeconfig: named, ...others } = { kubeconfig: undefined, ...change };
      const raw = { ...files.withFile(), ...others };
      raw.clusters['east'] = { ...raw.clusters['east'], kubeconfig: named };
      assert.equal(problemsOf(raw).length, 1, JSON.stringify(change));
    }
  });

  it('refuses one cluster under two names', () => {
    const raw = files.withFile();
    raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: { path: files.kubeconfig, context: 'east' } };
    assert.deepEqual(problemsOf(raw), [
      {
        path: 'meshwork:clusters.west.kubeconfig',
        found: 'the API server and user of cluster east, https://10.0.0.1:6443',
        expected: 'a cluster of its own',
      },
    ]);
  });

  it('takes two clusters behind one address, as proxies of API servers have it, if their users differ', () => {
    const raw = files.withFile();
    writeFileSync(files.kubeconfig, kubeconfigOf('east', 'west').replace('10.0.0.2', '10.0.0.1'));
    assert.deepEqual(problemsOf(raw), []);
  });

  it('names a kubeconfig file that is missing, and a context that the file lacks', () => {
    const raw = files.withFile();
    raw.clusters['east'] = { ...raw.clusters['east'], kubeconfig: { path: '/nowhere/config' } };
    raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: { path: files.kubeconfig, context: 'wets' } };
    assert.deepEqual(problemsOf(raw), [
      {
        path: 'meshwork:clusters.east.kubeconfig.path',
        found: 'no file at "/nowhere/config"',
        expected: 'a readable kubeconfig file',
      },
      {
        path: 'meshwork:clusters.west.kubeconfig.context',
        found: `no context "wets" in "${files.kubeconfig}"`,
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
      raw.clusters['west'] = { ...raw.clusters['west'], kubeconfig: { path: files.kubeconfig, context: 'west' } };
      if (text !== undefined) return { ...raw, kubeconfigs: { east: text } };
      raw.clusters['east'] = { ...raw.clusters['east'], kubeconfig: { path: join(files.directory, 'naming') } };
      return raw;
    }

    it('takes paths as relative to the kubeconfig, as kubectl does', () => {
      writeFileSync(join(files.directory, 'ca.crt'), AUTHORITY);
      writeFileSync(join(files.directory, 'naming'), naming(''));
      const { accesses } = readConfiguration(noMeshWith(), {});
      assert.deepEqual(parse(accesses['east']?.kubeconfig ?? ''), {
        apiVersion: 'v1',
        kind: 'Config',
        ...(parse(naming(`${files.directory}/`)) as object),
      });
    });

    it('leaves programs to PATH that are named without one', () => {
      writeFileSync(join(files.directory, 'ca.crt'), AUTHORITY);
      writeFileSync(join(files.directory, 'naming'), naming('').replace('bin/login', 'login'));
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
      writeFileSync(join(files.directory, 'ca.crt'), AUTHORITY);
      assert.deepEqual(problemsOf(noMeshWith(naming(`${files.directory}/`))), []);
    });

    it('names a file of authorities that is missing, and one without any', () => {
      writeFileSync(join(files.directory, 'naming'), naming(''));
      const problem = { path: 'meshwork:clusters.east.kubeconfig.context' };
      const [authority, kubeconfig] = [join(files.directory, 'ca.crt'), join(files.directory, 'naming')];
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
      writeFileSync(files.kubeconfig, kubeconfigOf('east', 'west').replace('https://10.0.0.1:6443', server));
      return problemsOf(files.withFile());
    }

    it('refuses an address that is none of https, beside all other problems', () => {
      for (const server of ['10.0.0.1:6443', 'localhost:6443', 'http://10.0.0.1:6443', 'east.example', '""'])
        assert.deepEqual(
          problemsWith(server),
          [
            {
              path: 'meshwork:clusters.east.kubeconfig.context',
              found: `the server ${server === '""' ? server : `"${server}"`} in "${files.kubeconfig}"`,
              expected: 'an https address, such as https://192.0.2.1:6443',
            },
          ],
          server,
        );
    });

    it('shows no password that is part of an address', () => {
      const problems = problemsWith('https://admin:very-secret@10.0.0.1:6443');
      assert.equal(problems[0]?.found, `a server with a user name or password in its address in "${files.kubeconfig}"`);
      assert.ok(!JSON.stringify(problems).includes('very-secret'));
    });

    it('refuses addresses that mean the dialling machine itself, where istiods of other clusters dial them', () => {
      for (const host of ['127.0.0.1', 'localhost', 'east.localhost', '[::1]', '0.0.0.0', '[::]']) {
        const raw = files.withFile();
        raw.clusters['west'] = {
          mesh: 'blue',
          network: 'net-west',
          role: 'primary',
          kubeconfig: { path: files.kubeconfig, context: 'west' },
        };
        writeFileSync(files.kubeconfig, kubeconfigOf('east', 'west').replace('10.0.0.1', host));
        assert.deepEqual(
          problemsOf(raw).map(({ path }) => path),
          ['meshwork:clusters.east.apiServer.server'],
          host,
        );
      }
    });
  });

  it('takes kubeconfigs from secret config for clusters without a file, and refuses both at once', () => {
    const secret = kubeconfigOf('east').replace('kind: Config', 'kind: Config\ncurrent-context: east');
    const raw = files.withFile();
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
      kubeconfigs: { east: 'token: [very-secret', west: kubeconfigOf('west', 'other') },
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['meshwork:kubeconfigs.east', 'meshwork:kubeconfigs.west'],
    );
    assert.ok(!JSON.stringify(problems).includes('very-secret'));
  });
});
