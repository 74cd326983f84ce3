import { strict as assert } from 'node:assert';
import { markOfChart } from '../../components/object-mark';
import { Example } from '../../examples/example';
import { deployMocked } from './deployment';
import { withoutKubeconfigs } from './example-config';

interface Metadata {
  readonly annotations?: Readonly<Record<string, string>>;
}

describe('the mark of Kubernetes objects', () => {
  for (const example of Example.all())
    it(`${example.name}: every object that the program makes says its stack and its resource`, async () => {
      const { registrations } = await deployMocked(withoutKubeconfigs(example));
      const objects = registrations.filter(
        ({ type }) => type.startsWith('kubernetes:') && type !== 'kubernetes:helm.sh/v4:Chart',
      );
      assert.ok(objects.length > 0);
      for (const { mark, name } of objects) assert.deepEqual(mark, ['acme/meshwork/test', name]);
    });

  it('is on nothing else, pod templates among it', async () => {
    for (const example of Example.all()) {
      const { registrations } = await deployMocked(withoutKubeconfigs(example));
      for (const { inputs, name } of registrations) assert.ok(!JSON.stringify(inputs).includes('meshwork/stack'), name);
    }
  });

  it('comes to the objects of charts by a transform, beside the annotations that they have', async () => {
    const props = { metadata: { name: 'istiod', annotations: { 'helm.sh/resource-policy': 'keep' } }, spec: {} };
    const args = {
      custom: true,
      type: 'kubernetes:apps/v1:Deployment',
      name: 'east-istiod:istio-system/istiod',
      opts: {},
    };
    const result = await markOfChart({ ...args, props });
    const { annotations } = result?.props['metadata'] as Metadata;
    assert.deepEqual(Object.keys(annotations ?? {}), [
      'helm.sh/resource-policy',
      'meshwork/stack',
      'meshwork/resource',
    ]);
    assert.equal(annotations?.['meshwork/resource'], args.name);
    assert.deepEqual(result?.props['spec'], {});
    assert.equal(await markOfChart({ ...args, type: 'tls:index/privateKey:PrivateKey', props: {} }), undefined);
  });
});
