import { strict as assert } from 'node:assert';
import type * as pulumi from '@pulumi/pulumi';
import { soonReady } from '../../components/control-plane/soon-ready';

/** What the transform makes of an object of the istiod chart. */
function transformed(type: string, props: object) {
  const args: pulumi.ResourceTransformArgs = { custom: true, type, name: 'any', props, opts: {} };
  return soonReady(args);
}

describe('the transform of istiod’s Deployment', () => {
  it('has a pod asked each second, and count as available a second later, and changes nothing else', async () => {
    const deployment = (spec: object, probe: object) => ({
      metadata: { name: 'istiod' },
      spec: {
        replicas: 1,
        ...spec,
        template: {
          metadata: {},
          spec: { containers: [{ name: 'discovery', readinessProbe: probe }, { name: 'other' }] },
        },
      },
    });
    const httpGet = { path: '/ready', port: 8080 };
    const result = await transformed(
      'kubernetes:apps/v1:Deployment',
      deployment({}, { httpGet, initialDelaySeconds: 1, periodSeconds: 3 }),
    );
    assert.deepEqual(
      result?.props,
      deployment({ minReadySeconds: 1 }, { httpGet, initialDelaySeconds: 1, periodSeconds: 1 }),
    );
  });

  it('leaves other objects alone', async () => {
    assert.equal(await transformed('kubernetes:core/v1:Service', { spec: {} }), undefined);
  });
});
