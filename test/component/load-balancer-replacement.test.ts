import { strict as assert } from 'node:assert';
import type * as pulumi from '@pulumi/pulumi';
import { serviceReadiness } from '../../components/service-readiness';
import { noMesh } from '../unit/model/specimen';
import { deployMocked } from './deployment';
import type { Replacement } from './recording';

/** What the program says of the replacement of the only such Service in a stack without a mesh, by its load balancer. */
async function replacementOf(loadBalancer: object): Promise<Replacement | undefined> {
  const raw = noMesh();
  raw.services['orders'] = { ...raw.services['orders'], reach: { from: ['west'], by: { loadBalancer } } };
  const { replacements } = await deployMocked(raw);
  assert.deepEqual([...replacements.keys()], ['orders-in.east-service']);
  return replacements.get('orders-in.east-service');
}

/** What a transform of a chart makes of the options of a Service. */
function optionsOf(scope: string | undefined): pulumi.ResourceOptions | undefined {
  const props = { metadata: {}, spec: { type: 'LoadBalancer', loadBalancerClass: 'one' } };
  const args = { custom: true, type: 'kubernetes:core/v1:Service', name: 'x', props, opts: { protect: true } };
  return (serviceReadiness(scope)(args) as pulumi.ResourceTransformResult | undefined)?.opts;
}

describe('Services whose load balancer cannot be changed where it is', () => {
  it('are replaced, the old one first: the load balancer of a service for other clusters', async () => {
    const asked = { on: ['spec.loadBalancerClass'], deleteFirst: true };
    assert.deepEqual(await replacementOf({}), { ...asked, trigger: 'internal' });
    assert.deepEqual(await replacementOf({ internal: false }), { ...asked, trigger: 'public' });
    assert.deepEqual(
      await replacementOf({
        annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' },
      }),
      { ...asked, trigger: 'internal, service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing' },
    );
    assert.deepEqual(await replacementOf({ annotations: { 'example.org/timeout': '60' } }), {
      ...asked,
      trigger: 'internal',
    });
  });

  it('are replaced, the old one first: Services of charts', () => {
    const asked = { protect: true, replaceOnChanges: ['spec.loadBalancerClass'], deleteBeforeReplace: true };
    assert.deepEqual(optionsOf('public'), { ...asked, replacementTrigger: 'public' });
    assert.deepEqual(optionsOf(undefined), asked);
  });
});
