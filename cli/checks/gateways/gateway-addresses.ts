import { type MeshCheck, passOrFail } from '../check';
import { askIstiods } from '../istiods/debug-interface';
import { type GatewayAddressResult, judgeGatewayAddresses } from './known-gateways';

/** The gateways of each network, as the istiods of its mesh know them. */
export const gatewayAddressesCheck: MeshCheck<'gatewayAddresses', GatewayAddressResult> = {
  id: 'MW402',
  title: 'Istiods know an address of the gateway of every network',
  anchor: 'mw402',
  key: 'gatewayAddresses',
  noun: 'gateway',
  advice: 'A gateway that is missing has no address, or its network does not carry the label of its name.',
  needs: 'istiods',
  late: 'not as it should be',
  showsTraffic: false,
  ask: ({ clusters, mesh }, signal) =>
    askIstiods(
      clusters,
      '/debug/networkz',
      (cluster, answer) => judgeGatewayAddresses(mesh, cluster.name, answer),
      signal,
    ),
  judge: passOrFail,
  line: ({ addresses, cluster, network }) =>
    `gateway of ${network}, for istiod of ${cluster}: ${addresses.map(({ address, port }) => `${address}:${port}`).join(', ') || 'no address'}`,
  problems: ({ problems }) => problems,
};
