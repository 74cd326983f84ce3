import { strict as assert } from 'node:assert';
import { isDaemonSetRolledOut, isDaemonSetUp } from '../../../../model/scheduling/daemon-set-rolled-out';

const DONE = {
  metadata: { generation: 2 },
  status: {
    observedGeneration: 2,
    desiredNumberScheduled: 3,
    updatedNumberScheduled: 3,
    numberAvailable: 3,
  },
};

describe('a rollout of a DaemonSet', () => {
  it('is done once every node that it is meant for has a new pod that is available', () => {
    assert.equal(isDaemonSetRolledOut(DONE), true);
  });

  it('is done where it is meant for no node, once the controller has seen it', () => {
    assert.equal(isDaemonSetRolledOut({ ...DONE, status: { observedGeneration: 2 } }), true);
    assert.equal(isDaemonSetRolledOut({ ...DONE, status: {} }), false);
  });

  for (const [title, change] of [
    ['the controller has not seen the change', { observedGeneration: 1 }],
    ['a node has the old pod, or none', { updatedNumberScheduled: 2 }],
    ['no pod is available', { numberAvailable: 0 }],
  ] as const)
    it(`is neither done nor up while ${title}`, () => {
      const rolling = { ...DONE, status: { ...DONE.status, ...change } };
      assert.equal(isDaemonSetRolledOut(rolling), false);
      assert.equal(isDaemonSetUp(rolling), false);
    });

  it('is up, and not done, while some nodes are away', () => {
    const away = { ...DONE, status: { ...DONE.status, numberAvailable: 1 } };
    assert.equal(isDaemonSetUp(away), true);
    assert.equal(isDaemonSetRolledOut(away), false);
  });

  it('waits for no old pod where others are to delete it', () => {
    const onDelete = { ...DONE, spec: { updateStrategy: { type: 'OnDelete' } } };
    const old = { ...onDelete, status: { ...DONE.status, updatedNumberScheduled: 0 } };
    assert.equal(isDaemonSetRolledOut(old), true);
  });
});
