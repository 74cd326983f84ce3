import { strict as assert } from 'node:assert';
import { isRolledOut, isUp } from '../../../../model/scheduling/rolled-out';

const DONE = {
  metadata: { generation: 3 },
  spec: { replicas: 2 },
  status: { observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
};

describe('a rollout', () => {
  it('is done once all pods are new and available', () => {
    assert.equal(isRolledOut(DONE), true);
  });

  for (const [title, status] of [
    ['the controller has not seen the change', { ...DONE.status, observedGeneration: 2 }],
    ['pods are missing', { ...DONE.status, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }],
    ['old pods are left', { ...DONE.status, replicas: 3 }],
    ['new pods are not available', { ...DONE.status, availableReplicas: 1 }],
    ['nothing is known', {}],
  ] as const)
    it(`is not while ${title}`, () => {
      assert.equal(isRolledOut({ ...DONE, status }), false);
    });

  it('wants one pod where the number is not said, and none where none are wanted', () => {
    const one = { observedGeneration: 3, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
    assert.equal(isRolledOut({ ...DONE, spec: {}, status: one }), true);
    assert.equal(isRolledOut({ ...DONE, spec: {}, status: { observedGeneration: 3 } }), false);
    assert.equal(isRolledOut({ ...DONE, spec: { replicas: 0 }, status: { observedGeneration: 3 } }), true);
  });
});

describe('a Deployment that was rolled out before', () => {
  const conditions = [
    { type: 'Available', status: 'True' },
    { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
  ];
  const degraded = { ...DONE, status: { ...DONE.status, availableReplicas: 1, conditions } };

  it('is up with enough of its pods', () => {
    assert.equal(isUp(degraded), true);
    assert.equal(isRolledOut(degraded), false);
  });

  it('is not without, nor while a newer rollout is not done', () => {
    const [, progressing] = conditions;
    const away = [{ type: 'Available', status: 'False' }, ...(progressing === undefined ? [] : [progressing])];
    assert.equal(isUp({ ...degraded, status: { ...degraded.status, conditions: away } }), false);
    const newer = [
      { type: 'Available', status: 'True' },
      { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' },
    ];
    assert.equal(isUp({ ...degraded, status: { ...degraded.status, conditions: newer } }), false);
    assert.equal(isUp({ ...degraded, metadata: { generation: 4 } }), false);
  });
});
