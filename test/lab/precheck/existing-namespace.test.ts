import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { applyObjects } from '../apply';
import { sharedLab } from '../lab/shared-lab';
import { remainsOfIstio } from '../remains';
import { Stack } from '../stack';

const CLUSTER = 'solo';
const SYSTEM = 'istio-system';

/** What a platform team keeps in the namespace. */
const THEIRS: readonly object[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM, labels: { team: 'platform' } } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'contacts', namespace: SYSTEM }, data: { phone: '0' } },
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'pods', namespace: SYSTEM },
    spec: { hard: { pods: '20' } },
  },
];
const NAMES = ['configmap/contacts', 'resourcequota/pods'];

/** A namespace as far as the test reads it. */
interface Namespace {
  readonly metadata: { readonly uid: string; readonly labels: Readonly<Record<string, string>> };
}

describe('a control plane namespace that is there', () => {
  const lab = sharedLab([{ name: CLUSTER, network: 'net' }]);
  let stack: Stack;
  let uid: string;

  before(async () => {
    await applyObjects(lab(), CLUSTER, THEIRS);
    uid = (await namespace()).metadata.uid;
    stack = await Stack.create(lab(), join(__dirname, '..', 'crds', 'one-cluster.yaml'));
    stack.change('meshwork:istio', (istio) => ({ ...istio, crds: 'delete' }));
  });

  it('is refused, with the key by which it is taken over', async () => {
    const { code, stderr, stdout } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /the namespace is there with ConfigMap contacts \[MW905\]\s+.*existing: true/);
  });

  it('is in a cluster whose domain precheck reads', async () => {
    const { report } = await stack.precheck();
    assert.equal(report.clusters[0]?.checks.find(({ id }) => id === 'MW910')?.status, 'pass');
  });

  it('is taken over on request: labels of the stack stand beside those of others, and there is nothing left to do', async () => {
    setExisting(true);
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
    const { metadata } = await namespace();
    assert.deepEqual(
      [metadata.uid, metadata.labels['team'], metadata.labels['topology.istio.io/network']],
      [uid, 'platform', 'net'],
    );
  });

  it('is left by destroy with what the stack did not make, and taken over again', async () => {
    for (const round of ['first', 'second']) {
      await stack.succeed('destroy', '--yes', '--skip-preview');
      assert.deepEqual(await remainsOfIstio(lab(), CLUSTER), [`namespace/${SYSTEM}`], round);
      assert.equal((await namespace()).metadata.uid, uid);
      const left = await lab().kubectl(
        CLUSTER,
        '-n',
        SYSTEM,
        'get',
        'all,secrets,resourcequotas,configmaps',
        '-o',
        'name',
      );
      assert.deepEqual(
        left
          .trim()
          .split('\n')
          .filter((name) => !name.startsWith('configmap/') || NAMES.includes(name))
          .sort(),
        NAMES,
      );
      if (round === 'first') await stack.succeed('up', '--yes', '--skip-preview');
    }
  });

  it('of a stack that made it itself becomes one that stays, without a restart', async () => {
    await lab().kubectl(CLUSTER, 'delete', 'namespace', SYSTEM);
    setExisting(false);
    await stack.succeed('up', '--yes', '--skip-preview');
    const own = (await namespace()).metadata.uid;
    setExisting(true);
    const changed = (await stack.preview()).filter(({ op, urn }) => op !== 'same' && !urn.includes('pulumi:providers'));
    assert.deepEqual(changed, []);
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('destroy', '--yes', '--skip-preview');
    assert.equal((await namespace()).metadata.uid, own);
  });

  function setExisting(existing: boolean): void {
    stack.change('meshwork:clusters', ({ solo }) => ({ solo: { ...(solo as object), systemNamespace: { existing } } }));
  }

  async function namespace(): Promise<Namespace> {
    return JSON.parse(await lab().kubectl(CLUSTER, 'get', 'namespace', SYSTEM, '--output=json')) as Namespace;
  }
});
