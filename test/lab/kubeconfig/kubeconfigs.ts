import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Files, by name, with a context that kubectl can use. */
export interface Kubeconfigs {
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** The files in KUBECONFIG. */
  readonly list: readonly string[];
  /** Default: the only one. */
  readonly context?: string;
}

const AUTHORITY = readFileSync(join(__dirname, '..', '..', 'unit', 'cli', 'fixtures', 'root.pem'), 'utf8');
const ENCODED = Buffer.from(AUTHORITY).toString('base64');

const CLUSTER = { name: 'c', cluster: { server: 'https://192.0.2.1:6443' } };
const CONTEXT = { name: 'east', context: { cluster: 'c', user: 'u' } };
const USER = { name: 'u', user: { token: 'of-u' } };
const WHOLE = { apiVersion: 'v1', kind: 'Config', clusters: [CLUSTER], contexts: [CONTEXT], users: [USER] };

function one(text: string | Buffer, further: Readonly<Record<string, string>> = {}): Kubeconfigs {
  return { files: { config: text, ...further }, list: ['config'], context: 'east' };
}

/** Every field of a cluster that does not exclude another one. */
const EVERY_FIELD = {
  server: 'https://192.0.2.1:6443',
  'tls-server-name': 'east.example',
  'proxy-url': 'socks5://192.0.2.9:1080',
  'disable-compression': true,
  'certificate-authority-data': ENCODED,
  extensions: [{ name: 'note', extension: { by: 'a program' } }],
};

/** Kubeconfigs as people have them, by what is special about them. Each has a context that kubectl can use. */
export const KUBECONFIGS: Readonly<Record<string, Kubeconfigs>> = {
  YAML: one(stringify(WHOLE)),
  JSON: one(JSON.stringify(WHOLE)),
  'JSON with tabs': one(JSON.stringify(WHOLE, undefined, '\t')),
  'every field of a cluster': one(stringify({ ...WHOLE, clusters: [{ name: 'c', cluster: EVERY_FIELD }] })),
  'any certificate': one(
    stringify({
      ...WHOLE,
      clusters: [{ name: 'c', cluster: { ...CLUSTER.cluster, 'insecure-skip-tls-verify': true } }],
    }),
  ),
  'a flag in the words of YAML 1.1': one(
    stringify(WHOLE).replace('192.0.2.1:6443', '192.0.2.1:6443\n      insecure-skip-tls-verify: yes'),
  ),
  'texts that YAML 1.1 takes for something else, in quotes': one(
    stringify(WHOLE)
      .replace('token: of-u', 'token: "on"')
      .replace('name: u', 'name: "1_0"')
      .replace('user: u', 'user: "1_0"'),
  ),
  'anchors and merge keys': one(`
apiVersion: v1
kind: Config
clusters:
  - name: c
    cluster: &common { server: https://192.0.2.1:6443, tls-server-name: other.example }
  - name: d
    cluster: { <<: *common, tls-server-name: east.example }
contexts: [{ name: east, context: { cluster: d, user: u } }]
users: [{ name: u, user: { token: of-u } }]
`),
  'repeated keys': one(stringify(WHOLE).replace('token: of-u', 'token: of-v\n      token: of-u')),
  'no apiVersion and no kind': one(stringify({ ...WHOLE, apiVersion: undefined, kind: undefined })),
  'an empty current context': one(stringify({ ...WHOLE, 'current-context': '' })),
  'a current context that is null': one(stringify({ ...WHOLE, 'current-context': null })),
  'a current context that is not there': one(stringify({ ...WHOLE, 'current-context': 'gone' })),
  'preferences and unknown keys': one(stringify({ ...WHOLE, preferences: {}, unheard: [1] })),
  'other entries that lack something': one(
    stringify({
      ...WHOLE,
      clusters: [{ name: 'no-server', cluster: {} }, { name: 'null', cluster: null }, CLUSTER],
      contexts: [{ name: 'no-user', context: { cluster: 'c' } }, { name: 'nothing', context: null }, CONTEXT],
      users: [{ name: 'nothing', user: null }, { name: 'absent' }, USER],
    }),
  ),
  'a second document': one(`${stringify(WHOLE)}---\nkind: Other\n`),
  'line ends of Windows': one(stringify(WHOLE).replaceAll('\n', '\r\n')),
  'a byte order mark': one(`\ufeff${stringify(WHOLE)}`),
  'UTF-16, as PowerShell writes it': one(Buffer.from(`\ufeff${stringify(WHOLE)}`, 'utf16le')),
  'names with spaces, slashes and colons': {
    files: {
      config: stringify(WHOLE)
        .replaceAll('name: east', 'name: arn:aws:eks:eu-1:1:cluster/east one')
        .replaceAll('name: c', 'name: a/b:c d')
        .replaceAll('cluster: c', 'cluster: a/b:c d'),
    },
    list: ['config'],
    context: 'arn:aws:eks:eu-1:1:cluster/east one',
  },
  'a namespace and extensions in the context': one(
    stringify({
      ...WHOLE,
      contexts: [
        { name: 'east', context: { ...CONTEXT.context, namespace: 'shop', extensions: EVERY_FIELD.extensions } },
      ],
    }),
  ),
  'files by relative paths': one(
    stringify({
      ...WHOLE,
      clusters: [{ name: 'c', cluster: { ...CLUSTER.cluster, 'certificate-authority': 'pki/ca.crt' } }],
      users: [{ name: 'u', user: { 'client-certificate': './pki/client.crt', 'client-key': '../pki/client.key' } }],
    }),
    { 'pki/ca.crt': AUTHORITY, 'pki/client.crt': 'certificate', '../pki/client.key': 'key' },
  ),
  'a program for credentials': one(
    stringify({
      ...WHOLE,
      users: [
        {
          name: 'u',
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1',
              command: 'bin/login',
              args: ['east'],
              env: [{ name: 'A', value: 'b' }],
              interactiveMode: 'Never',
              provideClusterInfo: true,
            },
          },
        },
      ],
    }),
  ),
  impersonation: one(
    stringify({
      ...WHOLE,
      users: [
        {
          name: 'u',
          user: { token: 'of-u', as: 'a', 'as-groups': ['g'], 'as-user-extra': { k: ['v'] } },
        },
      ],
    }),
  ),
  'a list whose first entry of a name counts': {
    files: {
      one: stringify({ ...WHOLE, users: [] }),
      two: stringify({
        clusters: [{ name: 'c', cluster: { server: 'https://192.0.2.2:6443' } }],
        contexts: [{ name: 'east', context: { cluster: 'd', user: 'v' } }],
        users: [USER],
      }),
    },
    list: ['one', 'two'],
    context: 'east',
  },
  'a list with a cluster, a user and a context in a file each, in two directories': {
    files: {
      'a/one': stringify({ contexts: [CONTEXT] }),
      'b/two': stringify({
        clusters: [{ name: 'c', cluster: { ...CLUSTER.cluster, 'certificate-authority': 'ca.crt' } }],
      }),
      'a/three': stringify({ users: [{ name: 'u', user: { 'client-certificate': 'u.crt', 'client-key': 'u.key' } }] }),
      'b/ca.crt': AUTHORITY,
      'a/u.crt': 'certificate',
      'a/u.key': 'key',
    },
    list: ['a/one', 'b/two', 'a/three'],
    context: 'east',
  },
  'a list with files that are missing, empty, or named twice': {
    files: {
      config: stringify(WHOLE),
      empty: '',
      comment: '# nothing\n',
      nulls: 'clusters: null\nusers: null\ncontexts: null\n',
    },
    list: ['missing', 'empty', 'nulls', 'config', 'config', ''],
    context: 'east',
  },
};
