import * as pulumi from '@pulumi/pulumi';
import type { ExternalCrds } from '../config/external-crds';
import type { Reading } from '../config/read';
import { istioOf } from '../model/topology/membership';
import type { ClusterPlan } from '../model/plan/cluster-plan';
import type { IngressGatewayPlan } from '../model/plan/ingress-gateway-plan';
import type { ServicePlan } from '../model/plan/service-plan';
import { Cluster, type ClusterArgs } from './cluster/cluster';
import { ControlPlaneExposure } from './control-plane/control-plane-exposure';
import { MeshMtls } from './control-plane/mesh-mtls';
import { PrimaryControlPlane } from './control-plane/primary-control-plane';
import { RemoteControlPlane } from './control-plane/remote-control-plane';
import { RemoteSecret } from './discovery/remote-secret';
import { ImportedService } from './federation/imported-service';
import { EastWestGateway } from './gateways/east-west-gateway';
import { IngressGateway } from './gateways/ingress-gateway';
import { ServiceExposure } from './gateways/service-exposure';
import { StandaloneCluster } from './cluster/standalone-cluster';
import { Mesh } from './mesh';
import { CrossClusterService } from './services/cross-cluster-service';
import { stubName } from './services/change-of-mesh';
import { StubService } from './services/stub-service';
import { IntermediateCa } from './trust/intermediate-ca';
import { TrustBundle } from './trust/trust-bundle';

/**
 * Everything that a configuration asks for, component by component. Components of different clusters wait for each other's single
 * resources: a primary needs the remote's token and the remote needs the primary's address, so waiting for whole clusters would never end.
 */
export class Deployment {
  /** Meshes by name. */
  readonly meshes = new Map<string, Mesh>();
  /** Clusters by name. */
  readonly clusters = new Map<string, Cluster>();
  /** Clusters in no mesh, by name. */
  readonly standalone = new Map<string, StandaloneCluster>();
  /** Intermediates by the cluster that signs with them. */
  readonly intermediates = new Map<string, IntermediateCa>();
  /** Services that clusters outside their mesh use, by key. */
  readonly crossClusterServices = new Map<string, CrossClusterService>();
  /** Ingress gateways by key. */
  readonly ingressGateways = new Map<string, IngressGateway>();
  /** East-west gateways by cluster. */
  readonly gateways = new Map<string, EastWestGateway>();
  private readonly controlPlanes = new Map<string, PrimaryControlPlane | RemoteControlPlane>();
  private readonly primaries = new Map<string, { controlPlane: PrimaryControlPlane; trustBundle: TrustBundle }>();

  /** @param external Istio's CRDs that are there and not the stack's, by cluster. */
  constructor(
    private readonly reading: Reading,
    private readonly external: ExternalCrds,
  ) {
    const { clusters, ingressGateways, meshes, services, standalone } = reading.plan;
    const primaries = clusters.filter(({ role }) => role === 'primary');
    const remotes = clusters.filter(({ role }) => role === 'remote');
    for (const mesh of meshes) this.meshes.set(mesh.name, new Mesh(mesh.name, { mesh }));
    for (const cluster of clusters) this.clusters.set(cluster.name, this.cluster(cluster));
    for (const { name } of standalone) this.standalone.set(name, this.standaloneCluster(name));
    for (const cluster of primaries) this.primary(cluster);
    for (const cluster of primaries) this.gateway(cluster, []);
    for (const cluster of remotes) this.remote(cluster);
    const secrets = primaries.flatMap((cluster) => this.remoteSecrets(cluster));
    for (const cluster of remotes) {
      // A remote's pods are injected once the istiod that serves it has found it.
      this.gateway(
        cluster,
        secrets.filter(({ watched }) => watched === cluster.name).map(({ secret }) => secret),
      );
    }
    for (const service of services) this.service(service);
    for (const gateway of ingressGateways) this.ingressGateway(gateway, secrets);
    for (const cluster of primaries) this.imports(cluster);
  }

  private get charts() {
    return istioOf(this.reading.spec);
  }

  private cluster(cluster: ClusterPlan): Cluster {
    const { kubeconfig } = known(this.reading.accesses, cluster.name);
    return new Cluster(cluster.name, {
      cluster,
      kubeconfig: pulumi.secret(kubeconfig),
      charts: this.charts,
      crds: this.crds(cluster.name),
    });
  }

  private crds(cluster: string): ClusterArgs['crds'] {
    const { crds } = this.charts;
    return crds === 'external' ? { external: this.external.get(cluster) ?? [] } : crds === 'delete' ? 'delete' : 'keep';
  }

  private standaloneCluster(name: string): StandaloneCluster {
    const { kubeconfig } = known(this.reading.accesses, name);
    return new StandaloneCluster(name, { name, kubeconfig: pulumi.secret(kubeconfig) });
  }

  private primary(plan: ClusterPlan): void {
    const cluster = found(this.clusters, plan.name);
    const mesh = found(this.meshes, plan.mesh);
    const { namespace, provider } = cluster;
    const intermediate = new IntermediateCa(`${plan.name}-intermediate-ca`, {
      mesh: mesh.plan,
      cluster: plan,
      roots: mesh.roots,
      signer: mesh.signer,
      provider,
      namespace,
    });
    const trustBundle = new TrustBundle(`${plan.name}-trust-bundle`, {
      cluster,
      trusts: mesh.plan.trusts.map((name) => found(this.meshes, name)),
    });
    const controlPlane = new PrimaryControlPlane(controlPlaneName(plan), {
      cluster,
      intermediate,
      trustBundle,
      charts: this.charts,
    });
    new MeshMtls(`${plan.name}-mtls`, { mesh: mesh.plan, cluster, controlPlane });
    if (plan.servesRemotes) new ControlPlaneExposure(`${controlPlaneName(plan)}-exposure`, { cluster, controlPlane });
    if (plan.exposes.length > 0) new ServiceExposure(`${plan.name}-service-exposure`, { cluster, controlPlane });
    this.intermediates.set(plan.name, intermediate);
    this.controlPlanes.set(plan.name, controlPlane);
    this.primaries.set(plan.name, { controlPlane, trustBundle });
  }

  /** Services of other meshes, once the gateways are there that lead to them. */
  private imports(plan: ClusterPlan): void {
    for (const imported of plan.imports) {
      new ImportedService(`${plan.name}-import.${imported.name}`, {
        cluster: found(this.clusters, plan.name),
        ...found(this.primaries, plan.name),
        imported,
        addresses: Object.fromEntries(
          imported.gateways.map(({ address, cluster }) => [
            cluster,
            address === undefined ? found(this.gateways, cluster).addresses : [address],
          ]),
        ),
      });
    }
  }

  private remote(plan: ClusterPlan): void {
    const cluster = found(this.clusters, plan.name);
    const { addresses } = found(this.gateways, plan.servedBy);
    this.controlPlanes.set(
      plan.name,
      new RemoteControlPlane(controlPlaneName(plan), { cluster, primaryAddresses: addresses, charts: this.charts }),
    );
  }

  private gateway(plan: ClusterPlan, after: readonly pulumi.Resource[]): void {
    if (plan.gateway === undefined) return;
    const injectedBy = [found(this.controlPlanes, plan.name).istiod, ...after];
    const cluster = found(this.clusters, plan.name);
    this.gateways.set(
      plan.name,
      new EastWestGateway(`${plan.name}-east-west-gateway`, {
        cluster,
        gateway: plan.gateway,
        injectedBy,
        charts: this.charts,
      }),
    );
  }

  private service(service: ServicePlan): void {
    const { crossCluster, key, stubs } = service;
    for (const cluster of stubs)
      new StubService(
        stubName(key, cluster),
        { cluster, service },
        { providers: [found(this.clusters, cluster).provider] },
      );
    if (crossCluster === undefined) return;
    this.crossClusterServices.set(
      key,
      new CrossClusterService(key, {
        service,
        plan: crossCluster,
        providers: (cluster) => found<Cluster | StandaloneCluster>(this.places, cluster).provider,
        controlPlane: (cluster) => this.configurable(cluster),
      }),
    );
  }

  private ingressGateway(gateway: IngressGatewayPlan, secrets: readonly WatchedBy[]): void {
    const cluster = found(this.clusters, gateway.cluster);
    const injectedAfter = secrets.filter(({ watched }) => watched === gateway.cluster).map(({ secret }) => secret);
    this.ingressGateways.set(
      gateway.key,
      new IngressGateway(`${gateway.key}-ingress-gateway`, {
        gateway,
        cluster,
        configuredIn: found(this.clusters, gateway.configuredIn),
        injectedBy: [
          ...this.controlPlaneOf(gateway.cluster),
          ...this.controlPlaneOf(gateway.configuredIn),
          ...injectedAfter,
        ],
        configuredAfter: this.configurable(gateway.configuredIn),
        charts: this.charts,
      }),
    );
  }

  /** What is to be there before config of Istio is made in a cluster: an istiod that validates it, where one does. */
  private configurable(cluster: string): pulumi.Resource[] {
    const primary = this.primaries.get(cluster);
    return primary === undefined ? this.controlPlaneOf(cluster) : [primary.controlPlane.validation];
  }

  /** What is to be there before pods of a cluster can be injected; nothing in one without a mesh. */
  private controlPlaneOf(cluster: string): pulumi.Resource[] {
    const controlPlane = this.controlPlanes.get(cluster);
    return controlPlane === undefined ? [] : [controlPlane.istiod];
  }

  /** All clusters, in a mesh or not. */
  private get places(): ReadonlyMap<string, Cluster | StandaloneCluster> {
    return new Map<string, Cluster | StandaloneCluster>([...this.clusters, ...this.standalone]);
  }

  /**
   * What is to be there before a cluster is watched, and as long as it is. The gateway of a primary is: who watches a cluster sends requests to its
   * gateway as soon as that has an address, ready or not. A remote's comes later, because its pods are injected by who watches it.
   */
  private watchable(cluster: string): pulumi.Resource[] {
    const gateway = this.primaries.has(cluster) ? this.gateways.get(cluster) : undefined;
    return [...this.controlPlaneOf(cluster), ...(gateway === undefined ? [] : [gateway.chart])];
  }

  private remoteSecrets(plan: ClusterPlan): WatchedBy[] {
    return plan.remoteSecrets.map((remoteSecret) => {
      const watched = found(this.clusters, remoteSecret.watched);
      const { secret } = new RemoteSecret(`${plan.name}-remote-secret.${remoteSecret.watched}`, {
        watcher: found(this.clusters, plan.name),
        watched,
        server: known(this.reading.accesses, remoteSecret.watched).server,
        secret: remoteSecret,
        after: this.watchable(remoteSecret.watched),
      });
      return { watched: remoteSecret.watched, secret };
    });
  }
}

/** A remote secret, and the cluster that it opens. */
interface WatchedBy {
  readonly watched: string;
  readonly secret: pulumi.Resource;
}

/** Control planes are named by cluster and revision, so that a second revision beside the first renames nothing. */
function controlPlaneName({ name, revision }: ClusterPlan): string {
  return `${name}-control-plane-${revision}`;
}

function found<T>(made: ReadonlyMap<string, T>, name: string): T {
  const value = made.get(name);
  if (value === undefined) throw new Error(`"${name}" was asked for before it was made.`);
  return value;
}

function known<T>(entries: Readonly<Record<string, T>>, name: string): T {
  const value = entries[name];
  if (value === undefined) throw new Error(`There is no access to cluster ${name}.`);
  return value;
}
