import { strict as assert } from 'node:assert';
import type * as pulumi from '@pulumi/pulumi';
import { serviceReadiness } from '../../components/service-readiness';
import { noMesh } from '../unit/model/specimen';
import { deployMocked } from './deployment';

describe('objects with properties that Kubernetes refuses to change', () => {
  it('are replaced, the old one first: the load balancer of a service for other clusters', async () => {
    const { replacements } = await deployMocked(noMesh());
    assert.deepEqual(Object.fromEntries(replacements), {
      'orders-in.east-service': { on: ['spec.loadBalancerClass'], deleteFirst: true },
    });
  });

  it('are replaced, the old one first: Services of charts', () => {
    const props = { metadata: {}, spec: { type: 'LoadBalancer', loadBalancerClass: 'one' } };
    const args = { custom: true, type: 'kubernetes:core/v1:Service', name: 'x', props, opts: { protect: true } };
    const result = serviceReadiness(args) as pulumi.ResourceTransformResult | undefined;
    assert.deepEqual(result?.opts, {
      protect: true,
      replaceOnChanges: ['spec.loadBalancerClass'],
      deleteBeforeReplace: true,
    });
  });
});
