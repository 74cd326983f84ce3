import { strict as assert } from 'node:assert';
import type { IstiodAnswer } from '../../../../../cli/checks/istiods/debug-interface';
import { judgeIstiod, readClusters } from '../../../../../cli/checks/istiods/istiod';
import { cluster, mesh } from '../../subjects';

const east = cluster('east', 'v1');

function judge(answer: IstiodAnswer['answer']) {
  return judgeIstiod(mesh(), east, { revision: 'default', pod: 'istiod-1', answer });
}

function clusterz(statuses: Readonly<Record<string, string>>) {
  return { text: JSON.stringify(Object.entries(statuses).map(([id, syncStatus]) => ({ id, syncStatus }))) };
}

describe('verify: istiod', () => {
  it('is read from its debug interface', () => {
    assert.deepEqual(readClusters('[{"id":"east","secretName":"","syncStatus":"synced"}]'), [
      { id: 'east', status: 'synced' },
    ]);
    assert.deepEqual(readClusters('null'), []);
  });

  it('is well when it is in sync with every cluster', () => {
    const result = judge(clusterz({ east: 'synced', west: 'synced' }));
    assert.deepEqual([result.ok, result.problems], [true, []]);
  });

  const wrong: readonly [string, IstiodAnswer['answer'], RegExp][] = [
    ['does not know a cluster', clusterz({ east: 'synced' }), /^it does not know cluster west$/],
    [
      'is not in sync with a cluster',
      clusterz({ east: 'synced', west: 'timeout' }),
      /^cluster west is "timeout", not "synced"$/,
    ],
    ['cannot be asked', { problem: 'no pod runs' }, /^no pod runs$/],
  ];
  for (const [state, answer, problem] of wrong)
    it(`is not well when it ${state}`, () => {
      const result = judge(answer);
      assert.equal(result.ok, false);
      assert.match(result.problems.join(), problem);
    });
});
