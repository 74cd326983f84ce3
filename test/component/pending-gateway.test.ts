import { strict as assert } from 'node:assert';
import * as pulumi from '@pulumi/pulumi';
import * as state from '@pulumi/pulumi/runtime/state';
import { pendingGateway, pendingMessage } from '../../components/gateways/pending-gateway';
import type { RuntimeState } from './deployment';
import { Recording } from './recording';

const GATEWAY = {
  name: 'public-ingress-gateway',
  title: 'ingress gateway public in cluster east',
  pool: 'fast',
  selector: { istio: 'ingress-public' },
  kubeconfig: '',
};

describe('the transform of the Deployment of a gateway in a node pool', () => {
  async function transformed(type: string, opts: pulumi.CustomResourceOptions) {
    const recording = new Recording();
    await pulumi.runtime.setMocks(recording, 'meshwork', 'test', false);
    recording.listenTo((state as unknown as RuntimeState).getStore().settings.monitor);
    const result = await pendingGateway(GATEWAY)({ custom: true, type, name: 'any', props: { spec: {} }, opts });
    await pulumi.runtime.disconnect();
    return result;
  }

  it('has `up` wait for two minutes, and explain itself then', async () => {
    const result = await transformed('kubernetes:apps/v1:Deployment', { protect: true });
    assert.deepEqual(result?.props, { spec: {} });
    const { customTimeouts, hooks, protect } = result.opts as pulumi.CustomResourceOptions;
    assert.equal(protect, true);
    assert.deepEqual(customTimeouts, { create: '2m', update: '2m' });
    assert.deepEqual(
      hooks?.onError?.map(({ name }) => name),
      ['public-ingress-gateway-pending'],
    );
  });

  it('leaves other objects alone', async () => {
    assert.equal(await transformed('kubernetes:core/v1:Service', {}), undefined);
  });
});

describe('the message about a gateway in a node pool that is not up', () => {
  const node = { name: 'node-1', labels: {} };

  it('says of each pod that waits what it waits for', () => {
    const reason = 'node node-1 has 0 of 1 qat.intel.com/cy free (1 asked for)';
    assert.equal(
      pendingMessage(GATEWAY, [
        { name: 'a', node: undefined, waits: reason },
        { name: 'b', node, waits: undefined },
        { name: 'c', node, waits: 'container istio-proxy waits: ErrImagePull' },
      ]),
      `The ingress gateway public in cluster east, in node pool fast, is not up: pod a waits, because ${reason}. ` +
        'And pod c waits, because container istio-proxy waits: ErrImagePull.',
    );
  });

  it('is none where no pod waits', () => {
    assert.equal(pendingMessage(GATEWAY, [{ name: 'b', node, waits: undefined }]), undefined);
  });
});
