import { strict as assert } from 'node:assert';
import * as pulumi from '@pulumi/pulumi';
import * as state from '@pulumi/pulumi/runtime/state';
import { obstacleMessage } from '../../components/rollout/rollout-obstacles';
import { watchedRollout } from '../../components/rollout/watched-rollout';
import type { RuntimeState } from './deployment';
import { Recording } from './recording';

const ROLLOUT = {
  name: 'public-ingress-gateway',
  title: 'ingress gateway public in cluster east',
  pool: 'fast',
  deployment: 'istio-ingress-public',
  selector: { istio: 'ingress-public' },
  kubeconfig: '',
};

describe('the transform of a watched Deployment', () => {
  async function transformed(type: string, opts: pulumi.CustomResourceOptions) {
    const recording = new Recording();
    await pulumi.runtime.setMocks(recording, 'meshwork', 'test', false);
    recording.listenTo((state as unknown as RuntimeState).getStore().settings.monitor);
    const result = await watchedRollout(ROLLOUT)({ custom: true, type, name: 'any', props: { spec: {} }, opts });
    await pulumi.runtime.disconnect();
    return result;
  }

  it('watches it from before its change to the end, and leaves the time to the provider where the cluster cannot be asked', async () => {
    const result = await transformed('kubernetes:apps/v1:Deployment', { protect: true });
    assert.deepEqual(result?.props, { spec: {} });
    const { customTimeouts, hooks, protect } = result.opts as pulumi.CustomResourceOptions;
    assert.equal(protect, true);
    assert.equal(customTimeouts, undefined);
    const names = Object.entries(hooks ?? {}).map(([moment, bound]: [string, { name: string }[]]) => [
      moment,
      ...bound.map(({ name }) => name),
    ]);
    assert.deepEqual(names, [
      ['beforeCreate', 'public-ingress-gateway-rollout-begins'],
      ['beforeUpdate', 'public-ingress-gateway-rollout-begins'],
      ['afterCreate', 'public-ingress-gateway-rollout-ends'],
      ['afterUpdate', 'public-ingress-gateway-rollout-ends'],
      ['onError', 'public-ingress-gateway-rollout-failed'],
    ]);
  });

  it('leaves other objects alone', async () => {
    assert.equal(await transformed('kubernetes:core/v1:Service', {}), undefined);
  });
});

describe('the message about a rollout that is not done', () => {
  const node = { name: 'node-1', labels: {} };

  it('says of each pod that waits what it waits for', () => {
    const reason = 'node node-1 has 0 of 1 qat.intel.com/cy free (1 asked for)';
    assert.equal(
      obstacleMessage(ROLLOUT, {
        refused: undefined,
        pods: [
          { name: 'a', node: undefined, waits: reason },
          { name: 'b', node, waits: undefined },
          { name: 'c', node, waits: 'container istio-proxy waits: ContainerCreating' },
        ],
      }),
      `The ingress gateway public in cluster east, in node pool fast, is not up: pod a waits, because ${reason}. ` +
        'And pod c waits, because container istio-proxy waits: ContainerCreating.',
    );
  });

  it('quotes the API server where it refuses pods, and says where to look', () => {
    const rollout = { title: 'istiod of revision default in cluster east' };
    const message = (refused: string) => obstacleMessage(rollout, { refused, pods: [] });
    assert.equal(
      message('pods "istiod-1" is forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0'),
      'The istiod of revision default in cluster east is not up: the API server refuses its pods: pods "istiod-1" is forbidden: exceeded quota: small, ' +
        'requested: pods=1, used: pods=0, limited: pods=0. Look at `kubectl -n istio-system describe resourcequotas`.',
    );
    assert.match(
      message('failed calling webhook "x": tls: x509: unknown authority') ?? '',
      /authority\. Look at the caBundle in `kubectl get mutatingwebhookconfigurations -o yaml`, and the rights of istiod, which writes it\.$/,
    );
    assert.match(message('no such account') ?? '', /refuses its pods: no such account\.$/);
  });

  it('is none where no pod waits', () => {
    assert.equal(
      obstacleMessage(ROLLOUT, { refused: undefined, pods: [{ name: 'b', node, waits: undefined }] }),
      undefined,
    );
  });
});
