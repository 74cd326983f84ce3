import { strict as assert } from 'node:assert';
import type * as pulumi from '@pulumi/pulumi';
import { istiodDeployment } from '../../components/control-plane/istiod-deployment';

/** An object of the istiod chart after the transform. */
function transformed(type: string, props: object) {
  const args: pulumi.ResourceTransformArgs = { custom: true, type, name: 'any', props, opts: {} };
  return istiodDeployment(args);
}

describe('the transform of istiod’s Deployment', () => {
  it('has a pod asked each second, count as available a second later and end gracefully, and changes nothing else', async () => {
    const deployment = (spec: object, discovery: object) => ({
      metadata: { name: 'istiod' },
      spec: {
        replicas: 1,
        ...spec,
        template: { metadata: {}, spec: { containers: [{ name: 'discovery', ...discovery }, { name: 'other' }] } },
      },
    });
    const probe = { httpGet: { path: '/ready', port: 8080 }, initialDelaySeconds: 1 };
    const result = await transformed(
      'kubernetes:apps/v1:Deployment',
      deployment({}, { readinessProbe: { ...probe, periodSeconds: 3 } }),
    );
    assert.deepEqual(
      result?.props,
      deployment(
        { minReadySeconds: 1 },
        { lifecycle: { preStop: { sleep: { seconds: 3 } } }, readinessProbe: { ...probe, periodSeconds: 1 } },
      ),
    );
  });

  it('leaves other objects alone', async () => {
    assert.equal(await transformed('kubernetes:core/v1:Service', { spec: {} }), undefined);
  });
});
