import { strict as assert } from 'node:assert';
import * as pulumi from '@pulumi/pulumi';
import { AwaitedRollout } from '../../components/rollout/awaited-rollout';
import { obstacles } from '../../components/rollout/rollout-obstacles';
import * as state from '@pulumi/pulumi/runtime/state';
import type { Rollout } from '../../components/rollout/rollout';
import { RolloutPatience } from '../../components/rollout/rollout-patience';
import type { RuntimeState } from './deployment';
import { Recording } from './recording';

const ROLLOUT = { title: 'ingress gateway public in cluster east', namespace: 'istio-system', pool: 'fast' };

const PULLS = {
  name: 'c',
  node: { name: 'node-1', labels: {} },
  waits: 'container istio-proxy waits: ContainerCreating',
};

describe('the transform of a Deployment whose rollout the program awaits', () => {
  async function transformed(type: string, annotations?: object, kind: Rollout['kind'] = 'Deployment') {
    const recording = new Recording();
    await pulumi.runtime.setMocks(recording, 'meshwork', 'test', false);
    recording.listenTo((state as unknown as RuntimeState).getStore().settings.monitor);
    const rollout = { ...ROLLOUT, kind, name: 'istio-ingress-public', selector: {}, kubeconfig: '' };
    const { transform } = new AwaitedRollout('public-ingress-gateway', rollout, () => Promise.resolve());
    const props = { metadata: { name: 'istiod', annotations }, spec: {} };
    const result = await transform({ custom: true, type, name: 'any', props, opts: { protect: true } });
    await pulumi.runtime.disconnect();
    return result;
  }

  it('has the provider take it for ready once it is there, and the program know that it changed', async () => {
    const result = await transformed('kubernetes:apps/v1:Deployment');
    assert.deepEqual(result?.props, {
      metadata: { name: 'istiod', annotations: { 'pulumi.com/waitFor': 'jsonpath={.metadata.uid}' } },
      spec: {},
    });
    const { hooks, protect } = result.opts as pulumi.CustomResourceOptions;
    assert.equal(protect, true);
    const names = Object.entries(hooks ?? {}).map(([moment, bound]: [string, { name: string }[]]) => [
      moment,
      ...bound.map(({ name }) => name),
    ]);
    assert.deepEqual(names, [
      ['afterCreate', 'public-ingress-gateway-rollout-begins'],
      ['afterUpdate', 'public-ingress-gateway-rollout-begins'],
    ]);
  });

  it('does the same for a DaemonSet whose rollout it is', async () => {
    const annotations = { example: 'kept' };
    const result = await transformed('kubernetes:apps/v1:DaemonSet', annotations, 'DaemonSet');
    assert.deepEqual(result?.props, {
      metadata: {
        name: 'istiod',
        annotations: { 'pulumi.com/waitFor': 'jsonpath={.metadata.uid}', example: 'kept' },
      },
      spec: {},
    });
    assert.equal(await transformed('kubernetes:apps/v1:Deployment', undefined, 'DaemonSet'), undefined);
  });

  it('leaves an annotation alone that says otherwise', async () => {
    const annotations = { 'pulumi.com/waitFor': 'condition=Available' };
    const result = await transformed('kubernetes:apps/v1:Deployment', annotations);
    assert.deepEqual(result?.props, { metadata: { name: 'istiod', annotations }, spec: {} });
  });

  it('leaves other objects alone', async () => {
    assert.equal(await transformed('kubernetes:core/v1:Service'), undefined);
  });
});

describe('what is in the way of a rollout', () => {
  const node = { name: 'node-1', labels: {} };
  const stuck = { name: 'a', node: undefined, waits: 'node node-1 has 0 of 1 qat.intel.com/cy free (1 asked for)' };

  it('is told of each pod that waits', () => {
    const pods = [
      { ...stuck, stuck: true },
      { name: 'b', node, waits: undefined, stuck: false },
      { ...PULLS, stuck: false },
    ];
    assert.deepEqual(obstacles(ROLLOUT, { refused: undefined, pods }), {
      message:
        'The ingress gateway public in cluster east, in node pool fast, is not up: pod a waits, because ' +
        `${stuck.waits}. And pod c waits, because container istio-proxy waits: ContainerCreating.`,
      stays: true,
    });
  });

  it('goes away by itself while an image is pulled', () => {
    assert.equal(obstacles(ROLLOUT, { refused: undefined, pods: [{ ...PULLS, stuck: false }] })?.stays, false);
  });

  it('is the API server where it refuses pods, with where to look', () => {
    const rollout = { title: 'istiod of revision default in cluster east', namespace: 'istio-system' };
    const found = (refused: string) => obstacles(rollout, { refused, pods: [] });
    assert.deepEqual(
      found('pods "istiod-1" is forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0'),
      {
        message:
          'The istiod of revision default in cluster east is not up: the API server refuses its pods: pods "istiod-1" is forbidden: exceeded quota: small, ' +
          'requested: pods=1, used: pods=0, limited: pods=0. Look at `kubectl -n istio-system describe resourcequotas`.',
        stays: true,
      },
    );
    assert.match(
      found('failed calling webhook "x": tls: x509: unknown authority')?.message ?? '',
      /authority\. Look at the caBundle in `kubectl get mutatingwebhookconfigurations -o yaml`, and the rights of istiod, which writes it\.$/,
    );
    assert.match(found('no such account')?.message ?? '', /refuses its pods: no such account\.$/);
  });

  it('is nothing where no pod waits', () => {
    const pods = [{ name: 'b', node, waits: undefined, stuck: false }];
    assert.equal(obstacles(ROLLOUT, { refused: undefined, pods }), undefined);
  });
});

describe('the patience with a rollout', () => {
  const stays = { message: 'It is not up: no node has the labels zone=nowhere.', stays: true };
  const passes = { message: 'It is not up: its image is being pulled.', stays: false };
  const SECOND = 1000;
  const MINUTE = 60 * SECOND;

  it('tells once what has been in the way for half a minute', () => {
    const patience = new RolloutPatience('istiod');
    assert.deepEqual(patience.at(5 * SECOND, passes), { does: 'wait' });
    assert.deepEqual(patience.at(30 * SECOND, passes), { does: 'wait' });
    assert.deepEqual(patience.at(35 * SECOND, passes), {
      does: 'tell',
      message: `${passes.message} \`up\` still waits.`,
    });
    assert.deepEqual(patience.at(40 * SECOND, passes), { does: 'wait' });
  });

  it('counts anew when nothing was in the way meanwhile', () => {
    const patience = new RolloutPatience('istiod');
    patience.at(0, stays);
    patience.at(100 * SECOND, undefined);
    assert.equal(patience.at(125 * SECOND, stays).does, 'wait');
    assert.equal(patience.at(200 * SECOND, stays).does, 'tell');
    assert.equal(patience.at(245 * SECOND, stays).does, 'giveUp');
  });

  it('ends after two minutes with what does not go away by itself', () => {
    const patience = new RolloutPatience('istiod');
    patience.at(0, stays);
    patience.at(30 * SECOND, stays);
    assert.equal(patience.at(2 * MINUTE - 1, stays).does, 'wait');
    assert.deepEqual(patience.at(2 * MINUTE, stays), {
      does: 'giveUp',
      message: `${stays.message} That has not changed for two minutes.`,
    });
  });

  it('ends after ten minutes with anything', () => {
    const patience = new RolloutPatience('istiod of revision default in cluster east');
    patience.at(0, passes);
    patience.at(5 * MINUTE, passes);
    assert.equal(patience.at(10 * MINUTE - 1, passes).does, 'wait');
    assert.deepEqual(patience.at(10 * MINUTE, passes), {
      does: 'giveUp',
      message: `${passes.message} It had ten minutes.`,
    });
    assert.deepEqual(patience.at(10 * MINUTE, undefined), {
      does: 'giveUp',
      message:
        'The istiod of revision default in cluster east is not up, though nothing is known to be in its way. It had ten minutes.',
    });
  });
});
