import type { ExternalCrds } from '../config/external-crds';
import type { StackState } from '../config/stack-state';
import { type ClusterPlan, eastWestGatewayOf } from '../model/plan/cluster-plan';
import type { EastWestPorts } from '../model/plan/east-west-gateway-plan';
import { deployedPlan, offlineClusters } from '../model/plan/deployed-plan';
import type { ImportGatewayPlan, ImportPlan } from '../model/plan/federation-plan';
import type { Plan } from '../model/plan/plan';
import type { RegistryCredentials } from '../model/plan/pull-secret';
import type { ServicePlan } from '../model/plan/service-plan';
import type { MeshworkOutputs } from '../outputs/contract';
import { AwayPlaces } from './away/away-places';
import { type Accesses, accessTo, kubeconfigOf } from './cluster/access';
import { Cluster } from './cluster/cluster';
import { StandaloneCluster } from './cluster/standalone-cluster';
import { Primary } from './control-plane/primary';
import { RemoteControlPlane } from './control-plane/remote-control-plane';
import { Dependencies } from './dependencies';
import { remoteSecrets } from './discovery/remote-secrets';
import { ImportedService } from './federation/imported-service';
import { Gateway } from './gateways/gateway';
import type { CertificateKeys } from './gateways/ingress-certificates';
import { IngressGateways } from './gateways/ingress-gateways';
import { Machines } from './machines/machines';
import type { SshKeys } from '../model/machines/ssh-key';
import { devicePlugins } from './nodes/device-plugins';
import { Made } from './made';
import type { MadeBefore } from './made-before';
import { Mesh } from './mesh';
import type { RolloutWait } from './rollout/rollout';
import { CrossClusterService } from './services/cross-cluster-service';
import { stubServices } from './services/stub-service';
import type { RootKeys } from './trust/root-ca';

/** Arguments of a deployment. */
export interface DeploymentArgs {
  readonly plan: Plan;
  readonly accesses: Accesses;
  /** Private keys for SSH, by machine. Secret. */
  readonly sshKeys: SshKeys;
  /** Private keys of roots that are given, by mesh and root. Secret. */
  readonly rootKeys: RootKeys;
  /** Private keys of intermediates that are given, by cluster. Secret. */
  readonly intermediateKeys: Readonly<Record<string, string>>;
  /** Private keys of given certificates, by ingress gateway and server. Secret. */
  readonly certificateKeys: CertificateKeys;
  /** How registries are logged in to. Secret. */
  readonly registryCredentials: RegistryCredentials;
  /** Istio's CRDs that are there and not the stack's, by cluster. */
  readonly externalCrds: ExternalCrds;
  /** The state of the stack, where the plan has places that are away. Default: nothing was made. */
  readonly state?: StackState;
  /** The outputs of the last deployment, by which addresses in clusters that are offline are known. Default: none. */
  readonly before?: Partial<MeshworkOutputs>;
  /** Waits until an istiod, a gateway, an agent or a device plugin runs. */
  readonly awaitRollout: RolloutWait;
}

/**
 * Everything that a plan asks for, component by component. Components of different clusters wait for each other's single
 * resources: a primary needs the remote's token and the remote needs the primary's address, so waiting for whole clusters would never end.
 */
export class Deployment implements MadeBefore {
  /** Meshes by name. */
  readonly meshes = new Made<Mesh>();
  /** What primaries have of their own, by cluster. */
  readonly primaries = new Made<Primary>();
  /** Services that clusters outside their mesh use, by key. */
  readonly crossClusterServices = new Made<CrossClusterService>();
  /** East-west gateways by cluster. */
  readonly eastWestGateways = new Made<Gateway<EastWestPorts>>();
  /** Gateways for requests from outside. */
  readonly ingress: IngressGateways;
  /** Machines outside Kubernetes. */
  readonly machines: Machines;
  /** Clusters of meshes by name. */
  readonly clusters = new Made<Cluster>();
  /** Resources that others in a cluster depend on, by cluster. */
  readonly dependencies = new Made<Dependencies>();
  private readonly standalone = new Made<StandaloneCluster>();
  private readonly away: AwayPlaces;

  constructor(private readonly args: DeploymentArgs) {
    const plan = deployedPlan(args.plan);
    const { clusters, meshes, services, standalone } = plan;
    const { rootKeys } = args;
    const primaries = clusters.filter(({ role }) => role === 'primary');
    const remotes = clusters.filter(({ role }) => role === 'remote');
    for (const { name } of [...args.plan.clusters, ...args.plan.standalone])
      this.dependencies.set(name, new Dependencies());
    for (const mesh of meshes) this.meshes.set(mesh.name, new Mesh(mesh.name, { mesh, rootKeys }));
    for (const cluster of clusters) this.cluster(cluster);
    for (const { name } of standalone)
      this.standalone.set(name, new StandaloneCluster(name, { name, kubeconfig: kubeconfigOf(name, args.accesses) }));
    this.away = new AwayPlaces({
      plan: args.plan,
      state: args.state ?? [],
      provider: (cluster) => this.clusters.get(cluster)?.provider,
    });
    devicePlugins(plan.nodePools, this, this.args.awaitRollout);
    for (const cluster of primaries) this.primary(cluster);
    for (const cluster of primaries) this.eastWestGateway(cluster);
    for (const cluster of remotes) this.remote(cluster);
    for (const cluster of primaries) this.remoteSecrets(cluster);
    for (const cluster of remotes) this.eastWestGateway(cluster);
    for (const service of services) this.service(service);
    this.ingress = new IngressGateways({ ...args, plan, made: this });
    for (const cluster of primaries) for (const imported of cluster.imports) this.import(cluster, imported);
    this.machines = new Machines({ ...args, plan, made: this });
  }

  private cluster(cluster: ClusterPlan): void {
    const { name } = cluster;
    const kubeconfig = kubeconfigOf(name, this.args.accesses);
    const externalCrds = this.args.externalCrds.get(name) ?? [];
    const { awaitRollout, registryCredentials } = this.args;
    const args = { cluster, kubeconfig, externalCrds, registryCredentials, awaitRollout };
    this.clusters.set(name, new Cluster(name, args));
  }

  private primary(plan: ClusterPlan): void {
    const { name } = plan;
    const mesh = this.meshes.the(plan.mesh);
    const trusts = mesh.plan.trusts.map((trusted) => this.meshes.the(trusted));
    const intermediateKey = this.args.intermediateKeys[name];
    const { awaitRollout } = this.args;
    const cluster = this.clusters.the(name);
    const primary = new Primary({ plan, cluster, mesh, trusts, intermediateKey, awaitRollout });
    this.primaries.set(name, primary);
    const { istiods, validations } = this.dependencies.the(name);
    istiods.push(...primary.controlPlanes.map(({ istiod }) => istiod));
    validations.push(...primary.validations);
  }

  private remote({ controlPlanes, name }: ClusterPlan): void {
    const cluster = this.clusters.the(name);
    for (const plan of controlPlanes) {
      if (plan.role !== 'remote') continue;
      const primaryAddresses = this.eastWestGateways.the(plan.servedBy).addresses;
      const { istiod } = new RemoteControlPlane(plan.name, { plan, cluster, primaryAddresses });
      this.dependencies.the(name).istiods.push(istiod);
    }
  }

  private eastWestGateway({ gateways, name, role }: ClusterPlan): void {
    const { provider } = this.clusters.the(name);
    const dependencies = this.dependencies.the(name);
    const plan = eastWestGatewayOf({ gateways });
    if (plan === undefined) return;
    const { kubeconfig } = accessTo(name, this.args.accesses);
    const { awaitRollout } = this.args;
    const injectedBy = dependencies.ofInjection;
    const gateway = new Gateway(plan.name, { plan, provider, kubeconfig, injectedBy, awaitRollout });
    this.eastWestGateways.set(name, gateway);
    if (role === 'primary') dependencies.gateways.push(gateway.ready);
  }

  private remoteSecrets(watcher: ClusterPlan): void {
    remoteSecrets(watcher, this, this.args.accesses, (name) => {
      const plan = this.args.plan.clusters.find((cluster) => cluster.name === name && cluster.state !== 'active');
      return plan === undefined ? this.clusters.the(name) : { plan, reader: this.away.reader(name) };
    });
  }

  private service(service: ServicePlan): void {
    const { crossCluster, key } = service;
    const provider = (cluster: string) => (this.clusters.get(cluster) ?? this.standalone.the(cluster)).provider;
    stubServices(service, provider);
    if (crossCluster === undefined) return;
    const validatedBy = (cluster: string) => this.dependencies.the(cluster).ofConfig;
    const offline = offlineClusters(this.args.plan);
    const made = new CrossClusterService(key, {
      service,
      plan: crossCluster,
      provider,
      validatedBy,
      addressesBefore: (cluster) =>
        offline.has(cluster) ? (this.args.before?.services?.[key]?.addresses[cluster] ?? []) : undefined,
    });
    this.away.keepService(made, key);
    this.crossClusterServices.set(key, made);
  }

  private import({ name }: ClusterPlan, imported: ImportPlan): void {
    new ImportedService(`${name}-import.${imported.name}`, {
      cluster: this.clusters.the(name),
      validatedBy: this.dependencies.the(name).ofConfig,
      trustBundle: this.primaries.the(name).trustBundle,
      imported: { ...imported, gateways: imported.gateways.filter((gateway) => this.isKnown(gateway)) },
      addressesOf: (gateway) => this.eastWestGateways.get(gateway)?.addresses ?? this.addressesBefore(gateway),
    });
  }

  /** A gateway that was asked for while its cluster was offline has no address yet. */
  private isKnown({ address, cluster }: ImportGatewayPlan): boolean {
    return address !== undefined || this.eastWestGateways.has(cluster) || this.addressesBefore(cluster).length > 0;
  }

  private addressesBefore(cluster: string): string[] {
    return [...(this.args.before?.clusters?.[cluster]?.eastWestGateway?.addresses ?? [])];
  }
}
