import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { sharedLab } from '../lab/shared-lab';
import { remainsOfIstio } from '../remains';
import { Stack } from '../stack';

const CLUSTER = 'solo';

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

  it('with `crds: only` are all that a stack makes, and stay when it goes', async () => {
    setCrds('only');
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
    await assertCrdsAlone();
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
