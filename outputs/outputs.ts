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
  type MeshworkOutputs,
  type MeshOutput,
  SCHEMA_VERSION,
  type ServiceOutput,
  type StackOutputs,
  type WorkloadGroupOutput,
} from './contract';

/**
 * Says what a deployment made.
 *
 * @param before The outputs of the last deployment: what is known of places that are offline. Default: nothing.
 */
export function stackOutputs(plan: Plan, deployment: Deployment, before: Partial<MeshworkOutputs> = {}): StackOutputs {
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
    clusterOutput(cluster, deployment, before.clusters?.[cluster.name]),
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
        before.ingressGateways?.[first.key],
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
      Object.fromEntries(
        plan.workloadGroups.map((group) => [
          group.key,
          workloadGroupOutput(group, deployment, before.workloadGroups?.[group.key]),
        ]),
      ),
    ),
  };
}

function clusterOutput(
  cluster: ClusterPlan,
  deployment: Deployment,
  before: ClusterOutput | undefined,
): pulumi.Input<ClusterOutput> {
  if (cluster.state !== 'active' && before !== undefined) return { ...before, state: 'offline' };
  const { clusterId, controlPlanes, mesh, network, role, servedBy } = cluster;
  return pulumi.output({
    clusterId,
    mesh,
    network,
    role,
    state: 'active',
    controlPlanes: Object.fromEntries(
      controlPlanes.map(({ revision }) => [revision, { servedBy, host: istiodHost(revision) }]),
    ),
    intermediateExpiry: deployment.primaries.get(cluster.name)?.intermediate.expiry ?? null,
    eastWestGateway: gatewayOutput(cluster, deployment),
  });
}

/** @param placed The same gateway in each of its clusters. */
function ingressGatewayOutput(
  { cluster, key, port }: IngressGatewayPlan,
  placed: readonly IngressGatewayPlan[],
  { ingress }: Deployment,
  before: IngressGatewayOutput | undefined,
): pulumi.Output<IngressGatewayOutput> {
  // One that was asked for while its cluster was offline is not there yet.
  const places = placed.flatMap((one): [string, pulumi.Output<IngressPlaceOutput>][] => {
    const gateway = ingress.gateways.get(one.name);
    const known = before?.clusters[one.cluster];
    if (gateway === undefined) return known === undefined ? [] : [[one.cluster, pulumi.output(known)]];
    return [[one.cluster, pulumi.output({ addresses: gateway.addresses, ports: gateway.ports })]];
  });
  const clusters = Object.fromEntries(places);
  return pulumi.output({
    ...{ cluster, port },
    addresses: pulumi.all(places.map(([, place]) => place.addresses)).apply((all) => all.flat()),
    clusters,
    ports: clusters[cluster]?.ports ?? pulumi.output<Readonly<Record<string, number>>>({}),
    certificates: ingress.certificates.get(key)?.served ?? before?.certificates ?? {},
  });
}

function gatewayOutput(cluster: ClusterPlan, deployment: Deployment): pulumi.Input<GatewayOutput> | null {
  const gateway = deployment.eastWestGateways.get(cluster.name);
  if (gateway === undefined) return null;
  return pulumi.output({ addresses: gateway.addresses, ports: gateway.ports });
}

function workloadGroupOutput(
  group: WorkloadGroupPlan,
  deployment: Deployment,
  before: WorkloadGroupOutput | undefined,
): pulumi.Output<WorkloadGroupOutput> {
  const { cluster, identity, machines, mesh, network } = group;
  const made = machines.map(({ address, name, state }): [string, pulumi.Input<MachineOutput>] => {
    const known = state === 'active' ? deployment.machines.virtualMachines.the(name) : before?.machines[name];
    const { certificateExpiry = null, ownCertificateExpiry = null } = known ?? {};
    const told = state === 'active' ? state : 'offline';
    return [name, pulumi.output({ address, state: told, certificateExpiry, ownCertificateExpiry })];
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
