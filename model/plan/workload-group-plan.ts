import { GATEWAY_PORTS } from '../names/east-west-gateway';
import { DEFAULT_REVISION, istiodHost } from '../names/istiod';
import { spiffeId } from '../names/spiffe-id';
import type { IstioSpec, VirtualMachineSpec, WorkloadGroupSpec } from '../schema/config';
import type { PlaceState } from '../schema/state';
import { clusterEnv } from '../machines/cluster-env';
import type { MachineIdentity } from '../machines/machine-identity';
import { meshConfig } from '../machines/mesh-config';
import { type MeshedCluster, primaryOf } from '../topology/clusters';
import { labelsOf, serviceAccountOf, type VirtualMachine, type WorkloadGroup } from '../topology/machines';
import { type ClientPolicyPlan, planClientPolicy } from './client-policy-plan';
import { istiodReach } from './east-west-gateway-plan';
import { planServicePorts, type ServicePortPlan } from './service-plan';
import { sidecarPackage, type SidecarPackage } from './sidecar-package';
import { userValues } from './user-values';
import { isTree, type Values, valueAt } from './values';

/** Machines outside Kubernetes that do the same work under one identity. */
export interface WorkloadGroupPlan {
  /** Its key in the config: name of the WorkloadGroup; names of Pulumi resources start with it. */
  readonly key: string;
  readonly mesh: string;
  /** Its home cluster. */
  readonly cluster: string;
  /** The cluster whose istiod configures it: there its objects are made. */
  readonly configuredIn: string;
  readonly network: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The SPIFFE identity of its machines in calls. */
  readonly identity: string;
  /** The SPIFFE identity as which they ask their istiod for config: always one of its mesh. */
  readonly istiodIdentity: string;
  /** The mesh without clusters whose root signs the certificates that they show in calls. Undefined if their istiod does. */
  readonly authority: string | undefined;
  /** What clients of its service are told; undefined if there is nothing to tell. */
  readonly clientPolicy: ClientPolicyPlan | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<string, number>>;
  readonly locality: string | undefined;
  readonly weight: number | undefined;
  readonly probe: ProbePlan | undefined;
  /** The network in entries of its machines: it decides which networks dial the machines themselves, and which go through a gateway. */
  readonly entryNetwork: string;
  readonly registration: WorkloadGroupSpec['registration'];
  readonly service: MachineServicePlan | undefined;
  /** By what its machines prove to istiod who they are. */
  readonly proof: WorkloadGroupSpec['identity'];
  readonly certificates: WorkloadGroupSpec['certificates'];
  readonly tokens: WorkloadGroupSpec['tokens'];
  readonly machines: readonly MachinePlan[];
}

/** How the proxy of a machine sees that its service is well, as Istio's WorkloadGroup has it. */
export type ProbePlan = NonNullable<WorkloadGroupSpec['probe']>;

/** A service of machines. */
export interface MachineServicePlan {
  /** Name of its object. */
  readonly name: string;
  /** A host name of its own, by a ServiceEntry; undefined for a Service. */
  readonly host: string | undefined;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePortPlan[];
}

/** A machine outside Kubernetes. */
export interface MachinePlan {
  readonly name: string;
  readonly group: string;
  /** Whether it is deployed to. */
  readonly state: PlaceState;
  readonly address: string;
  readonly ssh: VirtualMachineSpec['ssh'];
  readonly sidecar: SidecarPackage;
  readonly onDelete: VirtualMachineSpec['onDelete'];
  /** Host name of the istiod that it asks. */
  readonly istiodHost: string;
  /** Text of `cluster.env`. */
  readonly clusterEnv: string;
  /** Text of the mesh config. */
  readonly meshConfig: string;
}

/** Plans a workload group with its machines. */
export function planWorkloadGroup(group: WorkloadGroup, istio: IstioSpec): WorkloadGroupPlan {
  const { cluster, key, machines, mesh, network, spec } = group;
  const { certificates, locality, namespace, ports, probe, reachedFrom, registration, tokens, weight } = spec;
  const serviceAccount = serviceAccountOf(group);
  return {
    key,
    mesh: mesh.name,
    cluster: cluster.name,
    configuredIn: primaryOf(cluster).name,
    network: network.name,
    namespace,
    serviceAccount,
    identity: spiffeId((group.authority ?? mesh).spec.trustDomain, namespace, serviceAccount),
    istiodIdentity: spiffeId(mesh.spec.trustDomain, namespace, serviceAccount),
    authority: group.authority?.name,
    clientPolicy: planClientPolicy(group),
    labels: labelsOf(group),
    ports,
    locality,
    weight,
    probe,
    entryNetwork: reachedFrom === 'homeNetwork' ? cluster.network.name : network.name,
    registration,
    service: planMachineService(group),
    proof: spec.identity,
    certificates,
    tokens,
    machines: machines.map((machine) => planMachine(machine, istio)),
  };
}

function planMachineService(group: WorkloadGroup): MachineServicePlan | undefined {
  const { service } = group.spec;
  if (service === undefined) return undefined;
  return {
    name: service.name ?? group.key,
    host: service.host,
    selector: service.selector ?? labelsOf(group),
    ports: planServicePorts(service.ports),
  };
}

function planMachine(machine: VirtualMachine, istio: IstioSpec): MachinePlan {
  const { group, name, spec } = machine;
  const identity = machineIdentity(machine, istio);
  return {
    name,
    group: group.key,
    state: spec.state,
    address: spec.address,
    ssh: spec.ssh,
    sidecar: sidecarPackage(spec.sidecar, istio.version),
    onDelete: spec.onDelete,
    istiodHost: identity.istiod.host,
    clusterEnv: clusterEnv(identity),
    meshConfig: meshConfig(identity, group.spec.probe),
  };
}

/** The settings that the user gives all proxies of the istiod that configures a cluster. Pods get them by injection. */
function proxyDefaults(cluster: MeshedCluster, istio: IstioSpec): Values {
  const defaults = valueAt(userValues(primaryOf(cluster), 'istiod', istio), ['meshConfig', 'defaultConfig']);
  return isTree(defaults) ? defaults : {};
}

/** Everything that the files of a machine tell about it. */
function machineIdentity({ group, spec }: VirtualMachine, istio: IstioSpec): MachineIdentity {
  const { cluster, key, mesh, network } = group;
  const reach = istiodReach(primaryOf(cluster).network.spec.gateway);
  return {
    group: key,
    namespace: group.spec.namespace,
    serviceAccount: serviceAccountOf(group),
    labels: labelsOf(group),
    ports: group.spec.ports,
    address: spec.address,
    sshPort: spec.ssh.port,
    meshId: mesh.meshId,
    trustDomain: mesh.spec.trustDomain,
    clusterId: cluster.clusterId,
    network: network.name,
    dnsCapture: mesh.spec.dns === 'capture',
    autoRegister: group.spec.registration === 'auto',
    proof: group.spec.identity,
    proxyDefaults: proxyDefaults(cluster, istio),
    // A gateway that yields no IP address is refused (model/rules/workload-groups.ts).
    istiod: {
      host: istiodHost(DEFAULT_REVISION),
      port: reach?.by === 'addresses' ? reach.ports.istiod : GATEWAY_PORTS.istiod,
    },
    revision: DEFAULT_REVISION,
    ownAuthority: group.authority !== undefined,
  };
}
