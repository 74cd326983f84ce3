import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { sharedLab } from '../lab/shared-lab';
import { remainsOfIstio } from '../remains';
import { Stack } from '../stack';

const CLUSTER = 'solo';

describe('CRDs that outlive their stack', () => {
  const lab = sharedLab([{ name: CLUSTER, network: 'net' }]);
  let stack: Stack;

  before(async () => {
    stack = await Stack.create(lab(), join(__dirname, 'one-cluster.yaml'));
  });

  it('with `crds: keep` are left alone when it goes, and adopted when it comes back', async () => {
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('destroy', '--yes', '--skip-preview');
    const kept = await remainsOfIstio(lab(), CLUSTER);
    assert.ok(kept.length > 10);
    assert.ok(kept.every((name) => name.startsWith('customresourcedefinition.')));
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.unchanged();
    await stack.succeed('destroy', '--yes', '--skip-preview');
  });

  it('with `crds: delete` are refused if something else made them, and left', async () => {
    stack.change('meshwork:istio', (istio) => ({ ...istio, crds: 'delete' }));
    const before = await remainsOfIstio(lab(), CLUSTER);
    const { code, stdout, stderr } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /already exists/);
    await stack.succeed('destroy', '--yes', '--skip-preview');
    assert.deepEqual(await remainsOfIstio(lab(), CLUSTER), before);
  });
});
