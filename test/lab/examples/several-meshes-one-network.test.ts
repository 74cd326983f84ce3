import { strict as assert } from 'node:assert';
import { Example } from '../../../examples/example';
import { sharedLab } from '../lab/shared-lab';
import { callEachOther, changeTrust, eachMeshByItself, importLine } from './federation';
import { showsSecondNetwork } from './second-network';
import { showsInLab } from './system';

const NAME = 's6-several-meshes-one-network';

describe('several meshes in one network (S6)', () => {
  // The third cluster has no part in the example: mesh green takes it in later.
  const lab = sharedLab([...(Example.find(NAME)?.clusters() ?? []), { name: 'far', network: 'elsewhere' }]);

  showsInLab(NAME, lab, {
    report: (report) => {
      eachMeshByItself(report);
      callEachOther(report);
    },
    further: (stack) => {
      showsSecondNetwork(lab, stack);

      it('withdraws trust by an update of the trust bundles alone; then every call between the meshes is refused', async () => {
        await changeTrust(stack(), 'withdrawn');
        const { imports } = await stack().verified();
        assert.deepEqual(imports.map(importLine).sort(), [
          'east → stock, trust withdrawn: refused',
          'far → orders, trust withdrawn: refused',
          'west → orders, trust withdrawn: refused',
        ]);
      });
    },
  });
});
