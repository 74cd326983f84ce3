import type { Problem } from '../problems/problem';
import type { Topology } from '../topology/topology';
import { apiServerProblems } from './api-servers';
import { federationProblems } from './federations';
import { certificateKeyProblems } from './certificate-keys';
import { chartCredentialProblems } from './chart-credentials';
import { cniProblems } from './cni';
import { endpointProblems } from './endpoints';
import { gatewayPoolProblems } from './gateway-pools';
import { gatewayProblems } from './gateways';
import { givenIntermediateProblems } from './given-intermediates';
import { givenRootProblems } from './given-roots';
import { groupAuthorityProblems } from './group-authority';
import { identityProblems } from './identities';
import { ingressAddressProblems } from './ingress-addresses';
import { ingressGatewayProblems } from './ingress-gateways';
import { machineNameProblems } from './machine-names';
import { kubernetesIngressProblems } from './kubernetes-ingress';
import { membershipProblems } from './memberships';
import { nodePoolProblems } from './node-pools';
import { ownedValueProblems } from './owned-values';
import { scalingProblems } from './scaling';
import { sidecarPackageProblems } from './sidecar-packages';
import { serviceProblems } from './services';
import { sharedAddressProblems } from './shared-addresses';
import { trustProblems } from './trust';
import { valueBesideKeyProblems } from './values-beside-keys';
import { validityProblems } from './validity';
import { virtualMachineProblems } from './virtual-machines';
import { versionProblems } from './versions';
import { workloadGroupProblems } from './workload-groups';
import { workloadObjectProblems } from './workload-objects';

/**
 * Everything that is wrong with a configuration beyond its shape.
 *
 * @param servers API server addresses by cluster, as far as they are known from kubeconfigs.
 */
export function ruleProblems(topology: Topology, servers: Readonly<Record<string, string>>): Problem[] {
  return [
    ...membershipProblems(topology),
    ...identityProblems(topology),
    ...federationProblems(topology),
    ...gatewayProblems(topology),
    ...nodePoolProblems(topology),
    ...gatewayPoolProblems(topology),
    ...endpointProblems(topology),
    ...sharedAddressProblems(topology),
    ...serviceProblems(topology),
    ...ingressGatewayProblems(topology),
    ...ingressAddressProblems(topology),
    ...kubernetesIngressProblems(topology),
    ...certificateKeyProblems(topology),
    ...workloadGroupProblems(topology),
    ...workloadObjectProblems(topology),
    ...groupAuthorityProblems(topology),
    ...virtualMachineProblems(topology),
    ...machineNameProblems(topology.spec),
    ...sidecarPackageProblems(topology.spec),
    ...apiServerProblems(topology, servers),
    ...chartCredentialProblems(topology.spec),
    ...cniProblems(topology),
    ...ownedValueProblems(topology),
    ...scalingProblems(topology),
    ...valueBesideKeyProblems(topology),
    ...trustProblems(topology),
    ...givenRootProblems(topology),
    ...givenIntermediateProblems(topology),
    ...validityProblems(topology),
    ...versionProblems(topology),
  ];
}
