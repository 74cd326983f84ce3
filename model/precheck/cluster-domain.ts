import { CLUSTER_DOMAIN } from '../names/service';
import { finding, type Finding, type Surveyed } from './finding';

/** Another domain than that of the names that the stack writes: for gateways, imports, stubs and istiods. */
export function otherClusterDomain(surveyed: Surveyed): Finding[] {
  return (surveyed.inventory.nodes ?? [])
    .filter(({ clusterDomain }) => clusterDomain !== CLUSTER_DOMAIN)
    .map((node) =>
      finding(surveyed, node, {
        status: 'fail',
        problem: `the domain of the cluster is "${node.clusterDomain}"`,
        fix: `Names of services end in ${CLUSTER_DOMAIN} in all that the stack writes, so a cluster with another domain cannot be in a mesh. It may be \`role: standalone\`.`,
      }),
    );
}
