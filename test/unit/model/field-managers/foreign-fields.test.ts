import { strict as assert } from 'node:assert';
import * as pulumi from '@pulumi/pulumi';
import { foreignEdits } from '../../../../components/foreign-edits';
import { foreignFields } from '../../../../model/field-managers/foreign-fields';

const CONTAINER = 'k:{"name":"discovery"}';

/** An object with managers, each with the fields that it wrote. */
function managed(managers: Readonly<Record<string, object>>, more: object = {}): object {
  const entries = Object.entries(managers).map(([manager, fieldsV1]) => {
    return { manager, operation: 'Apply', time: '2026-01-02T03:04:05Z', fieldsV1, ...more };
  });
  return {
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: 'istio-system', managedFields: entries },
  };
}

describe('fields that another manager has taken over', () => {
  const wanted = { data: { mesh: 'a', meshNetworks: 'b' } };

  it('are told with their manager and the time', () => {
    const live = managed({
      'pulumi-kubernetes-1': { 'f:data': { 'f:meshNetworks': {} } },
      tuner: { 'f:data': { 'f:mesh': {} } },
    });
    assert.deepEqual(foreignFields(live, wanted), [
      { manager: 'tuner', time: '2026-01-02T03:04:05Z', paths: ['data.mesh'] },
    ]);
  });

  it('are none where both write the same value', () => {
    const fields = { 'f:data': { 'f:mesh': {} } };
    assert.deepEqual(foreignFields(managed({ 'pulumi-kubernetes': fields, tuner: fields }), wanted), []);
  });

  it('are none where the program says nothing of the field, as of replicas that an autoscaler sets', () => {
    const live = managed({
      'kube-controller-manager': { 'f:spec': { 'f:replicas': {} }, 'f:data': { '.': {}, 'f:x': {} } },
    });
    assert.deepEqual(foreignFields(live, { spec: {}, data: {} }), []);
  });

  it('are none in the status, which is no field of a program', () => {
    const live = managed({ controller: { 'f:data': { 'f:mesh': {} } } }, { subresource: 'status' });
    assert.deepEqual(foreignFields(live, wanted), []);
  });

  it('are found in items of lists, by their keys, and in keys with dots', () => {
    const live = managed({
      tuner: {
        'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/name': {} } },
        'f:spec': {
          'f:containers': { [CONTAINER]: { '.': {}, 'f:image': {} }, 'k:{"name":"other"}': { 'f:image': {} } },
        },
      },
    });
    const program = {
      metadata: { labels: { 'app.kubernetes.io/name': 'istiod' } },
      spec: { containers: [{ name: 'discovery', image: 'pilot' }] },
    };
    assert.deepEqual(foreignFields(live, program)[0]?.paths, [
      'metadata.labels["app.kubernetes.io/name"]',
      'spec.containers[name=discovery].image',
    ]);
  });

  it('are none of an object without managers', () => {
    assert.deepEqual(foreignFields({ metadata: {} }, wanted), []);
    assert.deepEqual(foreignFields(undefined, wanted), []);
  });

  it('are told by the update that takes them back', async () => {
    const oldOutputs = managed({ tuner: { 'f:data': { 'f:mesh': {} } } });
    assert.deepEqual(await foreignEdits({ name: 'east-istiod:istio-system/istio', newInputs: wanted, oldOutputs }), [
      'ConfigMap istio-system/istio (east-istiod:istio-system/istio): "tuner" holds data.mesh since 2026-01-02T03:04:05Z. ' +
        `This stack's config wins and takes it back. To keep the other value, write it into the config; to end the dispute, stop "tuner". ` +
        'See docs/how-to/foreign-edits.md.',
    ]);
  });

  it('are told of secrets by their names, and only where the program sets them', async () => {
    const oldOutputs = managed({ tuner: { 'f:data': { 'f:mesh': {}, 'f:theirs': {} } } });
    const newInputs = { ...wanted, data: pulumi.secret({ mesh: 'hidden' }) };
    const [told = '', ...more] = await foreignEdits({ name: 'east-cacerts', newInputs, oldOutputs });
    assert.match(told, /"tuner" holds data\.mesh since /);
    assert.doesNotMatch(told, /hidden/);
    assert.deepEqual(more, []);
  });
});
