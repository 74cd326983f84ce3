import { Example } from '../../../examples/example';
import type { Lab } from '../../../lab/lab';
import { removeLab, temporaryLab } from '../lab/temporary-lab';
import { callEachOther, eachMeshByItself, showsFederation } from './federation';
import { showsInLab } from './system';

const NAME = 's6-several-meshes-one-network';

describe('several meshes in one network (S6)', () => {
  let lab: Lab;

  before(async () => {
    lab = await temporaryLab();
    await lab.up(Example.find(NAME)?.clusters());
  });

  after(() => removeLab(lab));

  showsInLab(
    NAME,
    () => lab,
    (report) => {
      eachMeshByItself(report);
      callEachOther(report);
    },
    (stack) => showsFederation(() => lab, stack),
  );
});
