import * as pulumi from '@pulumi/pulumi';
import type { ExternalCrds } from '../config/external-crds';
import type { ClusterAccess } from '../model/kubeconfig/kubeconfig';
import type { ClusterPlan } from '../model/plan/cluster-plan';
import type { EastWestGatewayPlan, EastWestPorts } from '../model/plan/east-west-gateway-plan';
import type { ImportPlan } from '../model/plan/federation-plan';
import type { IngressGatewayPlan, IngressPorts } from '../model/plan/ingress-gateway-plan';
import type { Plan } from '../model/plan/plan';
import type { ServicePlan } from '../model/plan/service-plan';
import { Cluster } from './cluster/cluster';
import { StandaloneCluster } from './cluster/standalone-cluster';
import { Primary } from './control-plane/primary';
import { RemoteControlPlane } from './control-plane/remote-control-plane';
import { Dependencies } from './dependencies';
import { RemoteSecret } from './discovery/remote-secret';
import { ImportedService } from './federation/imported-service';
import { Gateway } from './gateways/gateway';
import { ingressRoutes } from './gateways/ingress-routes';
import { Made } from './made';
import { Mesh } from './mesh';
import { stubName } from './services/mesh-aliases';
import { CrossClusterService } from './services/cross-cluster-service';
import { StubService } from './services/stub-service';

/** Arguments of a deployment. */
export interface DeploymentArgs {
  readonly plan: Plan;
  /** How each cluster is reached, by cluster. Secret. */
  readonly accesses: Readonly<Record<string, ClusterAccess>>;
  /** Istio's CRDs that are there and not the stack's, by cluster. */
  readonly externalCrds: ExternalCrds;
}

/**
 * Everything that a plan asks for, component by component. Components of different clusters wait for each other's single
 * resources: a primary needs the remote's token and the remote needs the primary's address, so waiting for whole clusters would never end.
 */
export class Deployment {
  /** Meshes by name. */
  readonly meshes = new Made<Mesh>();
  /** What primaries have of their own, by cluster. */
  readonly primaries = new Made<Primary>();
  /** Services that clusters outside their mesh use, by key. */
  readonly crossClusterServices = new Made<CrossClusterService>();
  /** East-west gateways by cluster. */
  readonly eastWestGateways = new Made<Gateway<EastWestPorts>>();
  /** Ingress gateways by key. */
  readonly ingressGateways = new Made<Gateway<IngressPorts>>();
  private readonly clusters = new Made<Cluster>();
  private readonly standalone = new Made<StandaloneCluster>();
  /** What resources in each cluster depend on, by cluster. */
  private readonly dependencies = new Made<Dependencies>();

  constructor(private readonly args: DeploymentArgs) {
    const { clusters, meshes, services, standalone } = args.plan;
    const primaries = clusters.filter(({ role }) => role === 'primary');
    const remotes = clusters.filter(({ role }) => role === 'remote');
    for (const { name } of [...clusters, ...standalone]) this.dependencies.set(name, new Dependencies());
    for (const mesh of meshes) this.meshes.set(mesh.name, new Mesh(mesh.name, { mesh }));
    for (const cluster of clusters) this.cluster(cluster);
    for (const { name } of standalone)
      this.standalone.set(name, new StandaloneCluster(name, { name, kubeconfig: this.kubeconfig(name) }));
    for (const cluster of primaries) this.primary(cluster);
    for (const cluster of primaries) this.eastWestGateway(cluster);
    for (const cluster of remotes) this.remote(cluster);
    for (const cluster of primaries) this.remoteSecrets(cluster);
    for (const cluster of remotes) this.eastWestGateway(cluster);
    for (const service of services) this.service(service);
    for (const { gateways } of clusters)
      for (const gateway of gateways) if (gateway.kind === 'ingress') this.ingressGateway(gateway);
    for (const cluster of primaries) for (const imported of cluster.imports) this.import(cluster, imported);
  }

  private access(cluster: string): ClusterAccess {
    const access = this.args.accesses[cluster];
    if (access === undefined) throw new Error(`There is no access to cluster ${cluster}.`);
    return access;
  }

  private kubeconfig(cluster: string): pulumi.Output<string> {
    return pulumi.secret(this.access(cluster).kubeconfig);
  }

  private cluster(cluster: ClusterPlan): void {
    const { name } = cluster;
    const externalCrds = this.args.externalCrds.get(name) ?? [];
    this.clusters.set(name, new Cluster(name, { cluster, kubeconfig: this.kubeconfig(name), externalCrds }));
  }

  private primary(plan: ClusterPlan): void {
    const { name } = plan;
    const mesh = this.meshes.the(plan.mesh);
    const trusts = mesh.plan.trusts.map((trusted) => this.meshes.the(trusted));
    const primary = new Primary({ plan, cluster: this.clusters.the(name), mesh, trusts });
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
    for (const plan of gateways.filter((one): one is EastWestGatewayPlan => one.kind === 'eastWest')) {
      const gateway = new Gateway(plan.name, { plan, provider, injectedBy: dependencies.ofInjection });
      this.eastWestGateways.set(name, gateway);
      if (role === 'primary') dependencies.gateways.push(gateway.chart);
    }
  }

  private ingressGateway(plan: IngressGatewayPlan): void {
    const { cluster, configuredIn, key, name } = plan;
    const configured = this.dependencies.the(configuredIn);
    const injectedBy = [...this.dependencies.the(cluster).ofInjection, ...configured.istiods];
    const gateway = new Gateway(name, { plan, provider: this.clusters.the(cluster).provider, injectedBy });
    const { provider } = this.clusters.the(configuredIn);
    ingressRoutes(name, gateway, { plan, provider, validatedBy: configured.ofConfig });
    this.ingressGateways.set(key, gateway);
  }

  private remoteSecrets({ name, remoteSecrets }: ClusterPlan): void {
    const watcher = this.clusters.the(name);
    for (const plan of remoteSecrets) {
      const { watched } = plan;
      const { ofRemoteSecret, watchers } = this.dependencies.the(watched);
      const { secret } = new RemoteSecret(`${name}-remote-secret.${watched}`, {
        watcher,
        watched: this.clusters.the(watched),
        server: this.access(watched).server,
        secret: plan,
        after: ofRemoteSecret,
      });
      watchers.push(secret);
    }
  }

  private service(service: ServicePlan): void {
    const { crossCluster, key, stubs } = service;
    for (const cluster of stubs) {
      const { provider } = this.clusters.the(cluster);
      new StubService(stubName(key, cluster), { cluster, service }, { providers: [provider] });
    }
    if (crossCluster === undefined) return;
    const exposed = new CrossClusterService(key, {
      service,
      plan: crossCluster,
      providers: (cluster) => (this.clusters.get(cluster) ?? this.standalone.the(cluster)).provider,
      controlPlane: (cluster) => this.dependencies.the(cluster).ofConfig,
    });
    this.crossClusterServices.set(key, exposed);
  }

  private import({ name }: ClusterPlan, imported: ImportPlan): void {
    const gateways = imported.gateways.map(({ address, cluster }): [string, pulumi.Input<string[]>] => [
      cluster,
      address === undefined ? this.eastWestGateways.the(cluster).addresses : [address],
    ]);
    new ImportedService(`${name}-import.${imported.name}`, {
      cluster: this.clusters.the(name),
      validatedBy: this.dependencies.the(name).ofConfig,
      trustBundle: this.primaries.the(name).trustBundle,
      imported,
      addresses: Object.fromEntries(gateways),
    });
  }
}
