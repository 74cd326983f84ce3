import type { Lab } from '../../lab/lab';
import { showsGatewayAddresses } from './gateways/gateway-addresses';
import { removeLab, temporaryLab } from './lab/temporary-lab';
import { showsStrictMesh } from './services/strict-mesh';

/** Two clusters in two networks carry both systems, one after the other: the first has to leave nothing to the next. */
describe('two clusters in two networks', () => {
  let lab: Lab;

  before(async () => {
    lab = await temporaryLab();
    await lab.up([
      { name: 'east', network: 'net-east' },
      { name: 'west', network: 'net-west' },
    ]);
  });

  after(() => removeLab(lab));

  describe('gateways without a usable load balancer address', () => showsGatewayAddresses(() => lab));

  describe('a service in a strict mesh, for a cluster in no mesh', () => showsStrictMesh(() => lab));
});
