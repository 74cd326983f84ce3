import * as pulumi from '@pulumi/pulumi';
import type { Deployment } from '../components/deployment';
import { ingressGatewaysOf, type Plan } from '../model/plan/plan';
import type { ClusterPlan } from '../model/plan/cluster-plan';
import type { FederationPlan } from '../model/plan/federation-plan';
import type { IngressGatewayPlan } from '../model/plan/ingress-gateway-plan';
import type { WorkloadGroupPlan } from '../model/plan/workload-group-plan';
import { istiodHost } from '../model/names/istiod';
import { serviceHost } from '../model/names/service';
import {
  type ClusterOutput,
  type FederationOutput,
  type GatewayOutput,
  type IngressGatewayOutput,
  type IngressPlaceOutput,
  type MachineOutput,
  type MeshOutput,
  SCHEMA_VERSION,
  type ServiceOutput,
  type StackOutputs,
  type WorkloadGroupOutput,
} from './contract';

/** Says what a deployment made. */
export function stackOutputs(plan: Plan, deployment: Deployment): StackOutputs {
  const meshes = plan.meshes.map((mesh): [string, pulumi.Input<MeshOutput>] => {
    const root = deployment.meshes.the(mesh.name).signer;
    return [
      mesh.name,
      pulumi.output({
        meshId: mesh.meshId,
        trustDomain: mesh.trustDomain,
        rootCertificate: root.certificate,
        rootExpiry: root.expiry,
      }),
    ];
  });
  const clusters = plan.clusters.map((cluster): [string, pulumi.Input<ClusterOutput>] => [
    cluster.name,
    clusterOutput(cluster, deployment),
  ]);
  const services = plan.services.flatMap(({ key, name, namespace }): [string, pulumi.Input<ServiceOutput>][] => {
    const made = deployment.crossClusterServices.get(key);
    return made === undefined
      ? []
      : [[key, pulumi.output({ host: serviceHost(name, namespace), addresses: made.addresses })]];
  });
  const placed = ingressGatewaysOf(plan);
  const ingressGateways = placed
    .filter(({ key }, index) => placed.findIndex((one) => one.key === key) === index)
    .map((first): [string, pulumi.Input<IngressGatewayOutput>] => [
      first.key,
      ingressGatewayOutput(
        first,
        placed.filter(({ key }) => key === first.key),
        deployment,
      ),
    ]);
  return {
    schemaVersion: pulumi.output(SCHEMA_VERSION),
    meshes: pulumi.output(Object.fromEntries(meshes)),
    clusters: pulumi.output(Object.fromEntries(clusters)),
    services: pulumi.output(Object.fromEntries(services)),
    ingressGateways: pulumi.output(Object.fromEntries(ingressGateways)),
    federations: pulumi.output(Object.fromEntries(plan.federations.map((one) => [one.name, federationOutput(one)]))),
    workloadGroups: pulumi.output(
      Object.fromEntries(plan.workloadGroups.map((group) => [group.key, workloadGroupOutput(group, deployment)])),
    ),
  };
}

function clusterOutput(cluster: ClusterPlan, deployment: Deployment): pulumi.Input<ClusterOutput> {
  const { clusterId, controlPlanes, mesh, network, role, servedBy } = cluster;
  return pulumi.output({
    clusterId,
    mesh,
    network,
    role,
    controlPlanes: Object.fromEntries(
      controlPlanes.map(({ revision }) => [revision, { servedBy, host: istiodHost(revision) }]),
    ),
    intermediateExpiry: deployment.primaries.get(cluster.name)?.intermediate.expiry ?? null,
    eastWestGateway: gatewayOutput(cluster, deployment),
  });
}

/** @param placed The same gateway in each of its clusters. */
function ingressGatewayOutput(
  { cluster, key, name, port }: IngressGatewayPlan,
  placed: readonly IngressGatewayPlan[],
  { ingress }: Deployment,
): pulumi.Output<IngressGatewayOutput> {
  const clusters = placed.map((one): [string, pulumi.Input<IngressPlaceOutput>] => {
    const { addresses, ports } = ingress.gateways.the(one.name);
    return [one.cluster, pulumi.output({ addresses, ports })];
  });
  return pulumi.output({
    ...{ cluster, port },
    addresses: pulumi.all(placed.map((one) => ingress.gateways.the(one.name).addresses)).apply((all) => all.flat()),
    clusters: Object.fromEntries(clusters),
    ports: ingress.gateways.the(name).ports,
    certificates: ingress.certificates.get(key)?.served ?? {},
  });
}

function gatewayOutput(cluster: ClusterPlan, deployment: Deployment): pulumi.Input<GatewayOutput> | null {
  const gateway = deployment.eastWestGateways.get(cluster.name);
  if (gateway === undefined) return null;
  return pulumi.output({ addresses: gateway.addresses, ports: gateway.ports });
}

function workloadGroupOutput(group: WorkloadGroupPlan, deployment: Deployment): pulumi.Output<WorkloadGroupOutput> {
  const { cluster, identity, machines, mesh, network } = group;
  const made = machines.map(({ address, name }): [string, pulumi.Input<MachineOutput>] => {
    const { certificateExpiry = null, ownCertificateExpiry = null } = deployment.machines.virtualMachines.the(name);
    return [name, pulumi.output({ address, certificateExpiry, ownCertificateExpiry })];
  });
  const authority = group.authority ?? null;
  return pulumi.output({ mesh, cluster, network, identity, authority, machines: Object.fromEntries(made) });
}

function federationOutput({ imports, meshes, trust }: FederationPlan): FederationOutput {
  return {
    meshes,
    trust,
    imports: imports.map(({ from, host, ports, service, to }) => ({
      service,
      from,
      to,
      host,
      ports: Object.fromEntries(ports.map(({ name, number }) => [name, number])),
    })),
  };
}
