import { strict as assert } from 'node:assert';
import { Example } from '../../../examples/example';
import type { Lab } from '../../../lab/lab';
import { removeLab, temporaryLab } from '../lab/temporary-lab';
import { eachMeshByItself, showsFederation } from './federation';
import { showsWaysIn } from './front';
import { showsInLab } from './system';

const NAME = 's7-several-meshes-several-networks';

describe('several meshes in several networks (S7)', () => {
  let lab: Lab;

  before(async () => {
    lab = await temporaryLab();
    const example = Example.find(NAME);
    assert.ok(example);
    await lab.up(example.clusters());
    await lab.installIngress(example.ingressClusters());
    await lab.applyWorkloads(example);
  });

  after(() => removeLab(lab));

  showsInLab(
    NAME,
    () => lab,
    eachMeshByItself,
    (stack) =>
      showsFederation(
        () => lab,
        stack,
        (sides) => showsWaysIn(() => lab, stack, sides),
      ),
  );

  it('leaves nothing in the namespaces of services', async () => {
    for (const cluster of ['east', 'west']) {
      const left = await lab.kubectl(cluster, '-n', 'shop', 'get', 'services,ingresses,endpointslices', '-o', 'name');
      assert.equal(left, '', cluster);
    }
  });
});
