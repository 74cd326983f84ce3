import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clusterAccesses } from '../../../config/cluster-access';
import { buildArtifacts } from '../../../lab/build/artifacts';
import { StreamProgress } from '../../../lab/progress';
import { CLUSTER_FIELDS, USER_FIELDS } from '../../../model/kubeconfig/fields';
import { noMesh, specOf } from '../../unit/model/specimen';
import { KUBECONFIGS, type Kubeconfigs } from './kubeconfigs';

/** Shows a kubeconfig as kubectl understands it: the context alone, with credentials. */
const VIEW = ['config', 'view', '--raw', '--minify', '--output', 'json'];

/** Puts the content of files in place of their paths. */
const FLAT = '--flatten';

describe('a kubeconfig that kubectl accepts', () => {
  let kubectl: string;
  let directory: string;

  before(async () => {
    const { binDirectory } = await buildArtifacts({ progress: new StreamProgress() });
    kubectl = join(binDirectory, 'kubectl');
  });
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'meshwork-kubeconfig-')), 'home');
    mkdirSync(directory);
  });
  afterEach(() => rmSync(dirname(directory), { recursive: true }));

  /** What kubectl makes of a kubeconfig. */
  function viewed(text: string | undefined, environment: NodeJS.ProcessEnv, ...options: string[]): unknown {
    const file = text === undefined ? [] : ['--kubeconfig', join(directory, 'reduced')];
    if (text !== undefined) writeFileSync(join(directory, 'reduced'), text);
    const output = execFileSync(kubectl, [...VIEW, ...file, ...options], { env: environment, encoding: 'utf8' });
    // kubectl finds a program beside the kubeconfig too, but shows its path as it was written.
    return JSON.parse(output.replaceAll(`${directory}/bin/`, 'bin/'));
  }

  function write({ files, list }: Kubeconfigs): NodeJS.ProcessEnv {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    return { KUBECONFIG: list.map((name) => (name === '' ? '' : join(directory, name))).join(':'), HOME: directory };
  }

  /** The kubeconfig that the providers get for a cluster. */
  function reduced(environment: NodeJS.ProcessEnv, context = 'east'): string {
    const { east } = noMesh().clusters;
    const raw = { ...noMesh(), services: {}, clusters: { east: { ...east, kubeconfig: { context } } } };
    const { accesses, problems } = clusterAccesses(specOf(raw), environment);
    assert.deepEqual(problems, []);
    return accesses['east']?.kubeconfig ?? assert.fail('no access');
  }

  for (const [what, kubeconfigs] of Object.entries(KUBECONFIGS))
    it(`is accepted, and what is taken out of it means the same: ${what}`, () => {
      const environment = write(kubeconfigs);
      const context = kubeconfigs.context ?? 'east';
      const expected = viewed(undefined, environment, FLAT, '--context', context);
      assert.deepEqual(viewed(reduced(environment, context), environment, FLAT), expected);
    });

  it('has no other fields than the table of fields knows', () => {
    const example = (fields: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(Object.keys(fields).map((field) => [field, EXAMPLES[field] ?? 'x']));
    const file = join(directory, 'every-field');
    const written = { cluster: example(CLUSTER_FIELDS), user: example(USER_FIELDS) };
    writeFileSync(
      file,
      JSON.stringify({
        'current-context': 'east',
        clusters: [{ name: 'c', cluster: written.cluster }],
        contexts: [{ name: 'east', context: { cluster: 'c', user: 'u' } }],
        users: [{ name: 'u', user: written.user }],
      }),
    );
    const kept = viewed(undefined, { KUBECONFIG: file, HOME: directory }) as {
      clusters: { cluster: object }[];
      users: { user: object }[];
    };
    // kubectl drops what it does not know.
    assert.deepEqual(Object.keys(kept.clusters[0]?.cluster ?? {}).sort(), Object.keys(CLUSTER_FIELDS).sort());
    assert.deepEqual(Object.keys(kept.users[0]?.user ?? {}).sort(), Object.keys(USER_FIELDS).sort());
  });
});

/** Values of fields that are no texts. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  'disable-compression': true,
  'insecure-skip-tls-verify': true,
  'certificate-authority-data': 'eA==',
  'client-certificate-data': 'eA==',
  'client-key-data': 'eA==',
  'as-groups': ['x'],
  'as-user-extra': { x: ['x'] },
  'auth-provider': { name: 'x' },
  exec: { command: 'x', args: [], env: [] },
  extensions: [{ name: 'x', extension: { y: 'z' } }],
};
