import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { killApiServer } from '../kill-api-server';
import { sharedLab } from '../lab/shared-lab';
import { toldOf } from '../precheck/clusters-in-use';
import { remainsOfIstio } from '../remains';
import { Stack } from '../stack';

const CLUSTER = 'solo';

/** Another tool, by its field manager; one of the CRDs that it changes; and a release before the stack's. */
const TOOL = 'crd-keeper';
const CRD = 'wasmplugins.extensions.istio.io';
const OLD = '1.28.2';

/** The account of the base chart. */
const ACCOUNT = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'istio-reader-service-account', namespace: 'istio-system' },
};

/** What the tool says of the CRD: the label by which a release is told. */
function crdOf(release: string): object {
  const metadata = { name: CRD, labels: { 'app.kubernetes.io/version': release } };
  return { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata };
}

describe('CRDs and the stacks that make, take over or leave them', () => {
  const lab = sharedLab([{ name: CLUSTER, network: 'net' }]);
  let stack: Stack;

  before(async () => {
    stack = await Stack.create(lab(), join(__dirname, 'one-cluster.yaml'));
  });

  it('with `crds: external` are asked for before anything is made', async () => {
    setCrds('external');
    const { code, stdout, stderr } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /meshwork:clusters\.solo\n\s+found: +a cluster without CRDs of Istio/);
    assert.deepEqual(await remainsOfIstio(lab(), CLUSTER), []);
  });

  it('with `crds: only` are all that a stack makes', async () => {
    setCrds('only');
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
    await assertCrdsAlone();
  });

  it('with `crds: only` are left alone while their cluster is offline, and stay when their stack goes', async () => {
    await killApiServer(lab(), CLUSTER);
    stack.setClusterState(CLUSTER, 'offline');
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
    await lab().up();
    stack.setClusterState(CLUSTER, 'active');
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertCrdsAlone();
  });

  it('with `crds: keep` are adopted if they are there, and left alone when their stack goes', async () => {
    setCrds('keep');
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertCrdsAlone();
    await stack.succeed('up', '--yes', '--skip-preview');
  });

  it('with `crds: keep` are told by precheck when another tool changes them, and taken back like the account beside them', async () => {
    await changeAs(TOOL, crdOf(OLD));
    await changeAs(TOOL, { ...ACCOUNT, metadata: { ...ACCOUNT.metadata, labels: { app: 'other' } } });
    const told = (await found()).map((line) => line.replace(/ changed at .*/, ''));
    assert.deepEqual(told, [
      `warn MW909 CustomResourceDefinition ${CRD} (by "${TOOL}"): metadata.labels["app.kubernetes.io/version"]`,
      `warn MW909 ServiceAccount istio-system/${ACCOUNT.metadata.name} (by "${TOOL}"): metadata.labels.app`,
    ]);
    await stack.succeed('up', '--refresh', '--yes', '--skip-preview');
    assert.deepEqual(await found(), []);
    await stack.unchanged();
  });

  it('of a later release are refused, those of an earlier one told and taken over, whoever holds their fields', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await changeAs(TOOL, crdOf('1.99.0'));
    const { code, stdout, stderr } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /CRDs of release 1\.99\.0, later than the stack's 1\.31\.1 \[MW903\]/);
    await assertCrdsAlone();
    await changeAs(TOOL, crdOf(OLD));
    const about = `1 CustomResourceDefinitions of Istio, ${CRD} among them`;
    assert.deepEqual(
      (await found()).map((line) => line.replace(/ \(.*\)/, '')),
      [`warn MW903 ${about}: CRDs of release ${OLD}, which \`up\` adopts and makes those of 1.31.1`],
    );
    await stack.succeed('up', '--yes', '--skip-preview');
    const label = String.raw`--output=jsonpath={.metadata.labels.app\.kubernetes\.io/version}`;
    assert.equal(await lab().kubectl(CLUSTER, 'get', 'customresourcedefinition', CRD, label), '1.31.1');
    await stack.unchanged();
  });

  it('leave a running stack for `crds: external`, and stay where they are', async () => {
    setCrds('external');
    const leaving = (await stack.preview()).filter(({ op, urn }) => op !== 'same' && !urn.includes('pulumi:providers'));
    const [crds, others] = [true, false].map((wanted) =>
      leaving.filter(({ urn }) => urn.includes('CustomResourceDefinition::') === wanted),
    );
    assert.ok(crds !== undefined && crds.length > 10);
    // The rest of the base chart gets its mark only now: with `crds: keep` its provider takes over what is there (docs/adr/0022).
    assert.deepEqual(others?.map(({ op, urn }) => `${op} ${urn.split('::').at(-1) ?? ''}`).sort(), [
      'update solo-base:istio-system/istio-reader-service-account',
      'update solo-base:istiod-default-validator',
    ]);
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertCrdsAlone();
  });

  it('with `crds: delete` are refused if something else made them, and left', async () => {
    setCrds('delete');
    const before = await remainsOfIstio(lab(), CLUSTER);
    const { code, stdout, stderr } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /CRDs of release \S+, and crds: delete makes its own \[MW903\]/);
    await stack.succeed('destroy', '--yes', '--skip-preview');
    assert.deepEqual(await remainsOfIstio(lab(), CLUSTER), before);
  });

  /** What precheck finds in the cluster, each as a line. */
  async function found(): Promise<string[]> {
    return toldOf((await stack.precheck()).report, CLUSTER);
  }

  /** Writes fields of an object as another tool, which holds them from then on. */
  async function changeAs(tool: string, object: object): Promise<void> {
    const apply = ['apply', '--server-side', '--force-conflicts', `--field-manager=${tool}`, '-f', '-'];
    await lab().run(['kubectl', '--context', CLUSTER, ...apply], { input: JSON.stringify(object) });
  }

  function setCrds(crds: 'delete' | 'external' | 'keep' | 'only'): void {
    stack.change('meshwork:istio', (istio) => ({ ...istio, crds }));
  }

  /** Istio's CRDs are in the cluster, and nothing else of it is. */
  async function assertCrdsAlone(): Promise<void> {
    const found = await remainsOfIstio(lab(), CLUSTER);
    assert.ok(found.length > 10);
    assert.deepEqual(
      found.filter((name) => !name.startsWith('customresourcedefinition.')),
      [],
    );
  }
});
