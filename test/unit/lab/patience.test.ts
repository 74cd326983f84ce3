import assert from 'node:assert/strict';
import { patiently } from '../../../lab/patience';

describe('patience of the lab', () => {
  it('is that of a usual machine unless more is asked for', () => {
    assert.equal(patiently(300, {}), 300);
    assert.equal(patiently(300, { MESHWORK_LAB_PATIENCE: '2.5' }), 750);
  });

  it('is a number from 1 on', () => {
    for (const wrong of ['0.5', 'long', '', '-3', 'Infinity']) {
      assert.throws(() => patiently(300, { MESHWORK_LAB_PATIENCE: wrong }), /MESHWORK_LAB_PATIENCE is/);
    }
  });
});
