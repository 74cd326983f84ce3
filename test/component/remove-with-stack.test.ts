import { strict as assert } from 'node:assert';
import type * as pulumi from '@pulumi/pulumi';
import { removeWithStack } from '../../components/cluster/remove-with-stack';

/** An object of the base chart that the provider would keep, after the transform. */
function transformed(type: string, props: object) {
  const args: pulumi.ResourceTransformArgs = { custom: true, type, name: 'any', props, opts: { retainOnDelete: true } };
  return removeWithStack(args);
}

describe('the transform that has CRDs go with the stack', () => {
  it('removes the mark that keeps them, and changes nothing else', async () => {
    const props = { spec: { group: 'networking.istio.io' } };
    const result = await transformed('kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition', props);
    assert.deepEqual(result, { props, opts: { retainOnDelete: false } });
  });

  it('leaves other objects alone', async () => {
    assert.equal(await transformed('kubernetes:core/v1:ServiceAccount', {}), undefined);
  });
});
