import { strict as assert } from 'node:assert';
import { Example } from '../../examples/example';
import { showsRootKeyOutside } from '../lab/examples/root-key-outside';
import { routes, showsInLab } from '../lab/examples/system';
import { sharedLab } from '../lab/lab/shared-lab';

const S4 = 's4-multi-primary-one-network';

/** It waits four times until kubelet has brought a Secret to the pods of istiods. The lab tier starts with such a root (test/lab/clusters/outside-authorities.ts). */
describe('a root from outside takes over in a mesh that runs', () => {
  const lab = sharedLab(Example.find(S4)?.clusters() ?? []);

  showsInLab(S4, lab, {
    report: (report) => assert.equal(routes(report).length, 4),
    further: (stack) => showsRootKeyOutside(lab, stack),
  });
});
