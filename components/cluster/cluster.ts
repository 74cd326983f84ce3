import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { CNI_DAEMON_SET, CNI_NAMESPACE, CNI_RELEASE } from '../../model/names/cni';
import { READER_ACCOUNT, readerTokenName } from '../../model/names/remote-secret';
import { PULL_SECRET } from '../../model/names/pull-secret';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import { withoutCrds } from '../../model/plan/chart-values';
import type { ClusterPlan } from '../../model/plan/cluster-plan';
import { dockerConfig, type RegistryCredentials } from '../../model/plan/pull-secret';
import { istioChart } from '../charts';
import { markOfChart } from '../object-mark';
import { AwaitedRollout } from '../rollout/awaited-rollout';
import type { RolloutWait } from '../rollout/rollout';
import { removeWithStack } from './remove-with-stack';
import { clusterProvider } from './provider';
import { type ReaderAccess, readerAccess } from './reader-access';

/** Arguments of a cluster. */
export interface ClusterArgs {
  /** The plan of the cluster. */
  readonly cluster: ClusterPlan;
  /** A kubeconfig with the cluster's context alone. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** How registries are logged in to. Secret. */
  readonly registryCredentials: RegistryCredentials;
  /** Istio's CRDs that are there, where they are not the stack's (`crds: external`). */
  readonly externalCrds: readonly string[];
  /** Waits until Istio's CNI agent runs. */
  readonly awaitRollout: RolloutWait;
}

/** One Kubernetes cluster of a mesh: how it is reached, its control plane namespace, Istio's CRDs and the account by which others read it. */
export class Cluster extends pulumi.ComponentResource {
  /** The plan that it was made from. */
  readonly plan: ClusterPlan;
  /** The provider of every object in the cluster but those of the base chart. */
  readonly provider: k8s.Provider;
  /** The control plane namespace. */
  readonly namespace: k8s.core.v1.Namespace;
  /** The base chart: CRDs, reader account and, on a primary, the default validating webhook. */
  readonly base: k8s.Chart;
  /** Istio's CNI agent, ready on every node; undefined if the cluster has none. */
  readonly cni: pulumi.Input<k8s.Chart> | undefined;
  /** With it, images are pulled from registries with a password; undefined without such. */
  private readonly pullSecret: k8s.core.v1.Secret | undefined;
  /** By what other clusters read this one; undefined if none does. */
  readonly reader: ReaderAccess | undefined;
  /** A kubeconfig with the cluster's context alone. Secret. */
  readonly kubeconfig: pulumi.Input<string>;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster } = args;
    super(
      'meshwork:cluster:Cluster',
      name,
      { clusterId: cluster.clusterId, network: cluster.network, role: cluster.role },
      opts,
    );
    this.plan = cluster;
    this.kubeconfig = args.kubeconfig;
    const access = { cluster: cluster.name, kubeconfig: args.kubeconfig };
    this.provider = clusterProvider(`${name}-provider`, access, { parent: this });
    const child = { parent: this, provider: this.provider };
    this.namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      {
        metadata: {
          name: SYSTEM_NAMESPACE,
          labels: cluster.namespaceLabels,
          annotations: cluster.namespaceAnnotations,
        },
      },
      cluster.namespaceExists ? { ...child, ...this.takeOver(name) } : child,
    );
    const { registryCredentials } = args;
    this.pullSecret = this.registrySecret(`${name}-registry`, SYSTEM_NAMESPACE, registryCredentials, [this.namespace]);
    this.base = this.baseChart(name, args);
    this.cni = this.cniChart(name, args);
    this.reader =
      cluster.readerTokenGeneration === undefined ? undefined : this.readerToken(name, cluster.readerTokenGeneration);
    this.registerOutputs({});
  }

  /** How the namespace of somebody else is taken over: as it is, with the fields of the stack beside theirs, and left when the stack goes. */
  private takeOver(name: string): pulumi.CustomResourceOptions {
    // A label of theirs with another value than the stack's is a question for people.
    const access = { cluster: this.plan.name, kubeconfig: this.kubeconfig, adopt: true, force: false } as const;
    const provider = clusterProvider(`${name}-provider-for-namespace`, access, { parent: this });
    return { provider, retainOnDelete: true };
  }

  private baseChart(name: string, { cluster, externalCrds, kubeconfig }: ClusterArgs): k8s.Chart {
    const { charts, crds } = cluster;
    const chart = { source: charts, chart: 'base', release: 'istio-base' } as const;
    // Everything with an image comes after the base chart.
    const before = this.pullSecret === undefined ? [] : [this.pullSecret];
    const opts = { parent: this, dependsOn: [this.namespace, ...before] };
    if (crds === 'external') {
      const values = withoutCrds(cluster.baseValues, externalCrds);
      return istioChart(
        `${name}-base`,
        { ...chart, values },
        { ...opts, provider: this.provider, transforms: [markOfChart] },
      );
    }
    // Given to the whole chart instead of its CRDs alone, it costs no call to this process for each of them (docs/adr/0004).
    const provider = clusterProvider(
      `${name}-provider-for-crds`,
      { cluster: cluster.name, kubeconfig, ...(crds === 'delete' ? {} : { adopt: true }) },
      { parent: this },
    );
    return istioChart(
      `${name}-base`,
      { ...chart, values: cluster.baseValues },
      { ...opts, provider, transforms: crds === 'delete' ? [markOfChart, removeWithStack] : [] },
    );
  }

  /** What injects pods depends on it, so it is there before such pods, and goes after the webhook that makes them. */
  private cniChart(name: string, args: ClusterArgs): pulumi.Input<k8s.Chart> | undefined {
    const { awaitRollout, cluster, registryCredentials } = args;
    const { cni } = cluster;
    if (cni === undefined) return undefined;
    const agent = {
      title: `Istio CNI agent in cluster ${cluster.name}`,
      ...({ kind: 'DaemonSet', name: CNI_DAEMON_SET, namespace: CNI_NAMESPACE } as const),
      selector: { 'k8s-app': CNI_DAEMON_SET },
      kubeconfig: this.kubeconfig,
    };
    const rollout = new AwaitedRollout(`${name}-cni`, agent, awaitRollout);
    const secret = this.registrySecret(`${name}-registry-in-${CNI_NAMESPACE}`, CNI_NAMESPACE, registryCredentials, []);
    const chart = istioChart(
      `${name}-cni`,
      { source: cni.charts, chart: 'cni', release: CNI_RELEASE, namespace: CNI_NAMESPACE, values: cni.values },
      {
        parent: this,
        provider: this.provider,
        dependsOn: secret === undefined ? [] : [secret],
        transforms: [rollout.transform],
      },
    );
    return rollout.of(chart, chart.resources);
  }

  private registrySecret(
    name: string,
    namespace: string,
    credentials: RegistryCredentials,
    dependsOn: pulumi.Resource[],
  ): k8s.core.v1.Secret | undefined {
    if (Object.keys(credentials).length === 0) return undefined;
    return new k8s.core.v1.Secret(
      name,
      {
        metadata: { name: PULL_SECRET, namespace },
        type: 'kubernetes.io/dockerconfigjson',
        stringData: pulumi.secret({ '.dockerconfigjson': dockerConfig(credentials) }),
      },
      { parent: this, provider: this.provider, dependsOn },
    );
  }

  /** A token that does not end: istiod cannot renew one. A new generation is a new Secret, so that the old one goes last. */
  private readerToken(name: string, generation: number): ReaderAccess {
    const secret = new k8s.core.v1.Secret(
      `${name}-reader-token-${generation}`,
      {
        metadata: {
          name: readerTokenName(generation),
          namespace: SYSTEM_NAMESPACE,
          annotations: { 'kubernetes.io/service-account.name': READER_ACCOUNT },
        },
        type: 'kubernetes.io/service-account-token',
      },
      { parent: this, provider: this.provider, dependsOn: this.base },
    );
    return readerAccess(secret.data);
  }
}
