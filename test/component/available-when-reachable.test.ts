import { strict as assert } from 'node:assert';
import type * as pulumi from '@pulumi/pulumi';
import { availableWhenReachable } from '../../components/control-plane/available-when-reachable';

/** What the transform makes of an object of the istiod chart. */
function transformed(type: string, props: object) {
  const args: pulumi.ResourceTransformArgs = { custom: true, type, name: 'any', props, opts: {} };
  return availableWhenReachable(args);
}

describe('the transform of istiod’s Deployment', () => {
  it('has a pod count as available some time after it is ready, and changes nothing else', async () => {
    const props = { metadata: { name: 'istiod' }, spec: { replicas: 1, template: {} } };
    const result = await transformed('kubernetes:apps/v1:Deployment', props);
    assert.deepEqual(result?.props, { ...props, spec: { ...props.spec, minReadySeconds: 5 } });
  });

  it('leaves other objects alone', async () => {
    assert.equal(await transformed('kubernetes:core/v1:Service', { spec: {} }), undefined);
  });
});
