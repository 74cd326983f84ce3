import * as pulumi from '@pulumi/pulumi';
import type { StackState, StateResource } from '../../config/stack-state';
import { offlineClusters } from '../../model/plan/deployed-plan';
import { providerUrn, urnParts } from '../../model/names/urn';
import type { Plan } from '../../model/plan/plan';
import { type ReaderAccess, readerAccess } from '../cluster/reader-access';
import type * as k8s from '../kubernetes';
import { SERVICE_TYPES } from '../services/mesh-aliases';
import { AwayCluster } from './away-cluster';
import { KeptResources } from './kept-resources';

/** Arguments of places that are away. */
export interface AwayPlacesArgs {
  /** The whole plan, with the places that are away. */
  readonly plan: Plan;
  readonly state: StackState;
  /** The provider of a cluster that answers. */
  readonly provider: (cluster: string) => k8s.Provider | undefined;
}

/** The types of clusters' components in the state. */
const CLUSTER_TYPES = ['meshwork:cluster:Cluster', 'meshwork:cluster:StandaloneCluster', 'meshwork:cluster:IstioCrds'];

/** Clusters and machines that are offline or retired, as far as the stack has made anything of them. */
export class AwayPlaces {
  private readonly kept: KeptResources;
  private readonly offline = new Map<string, AwayCluster>();

  constructor(private readonly args: AwayPlacesArgs) {
    const { plan, provider, state } = args;
    for (const { name } of plan.retired.clusters) this.cluster(name, 'forget');
    for (const name of offlineClusters(plan)) {
      const cluster = this.cluster(name, 'skip');
      if (cluster !== undefined) this.offline.set(name, cluster);
    }
    const away = new Map([...this.offline.values()].flatMap(({ providers }) => [...providers]));
    const active = new Map(
      plan.clusters.map(({ name }): [string, k8s.Provider | undefined] => [`${name}-provider`, provider(name)]),
    );
    this.kept = new KeptResources(state, (name) => away.get(name) ?? active.get(name));
    this.keepClusters(new Set(away.keys()));
    this.keepMachines();
  }

  /** Keeps what an offline cluster has of a service that other clusters have a part in. */
  keepService(component: pulumi.Resource, key: string): void {
    const urn = this.componentUrn(SERVICE_TYPES.crossCluster, key);
    if (urn !== undefined) this.kept.keepBelow(urn, component, (one) => this.isIn(one, this.providersAway));
  }

  /** By what other clusters read an offline one; undefined if none did before. */
  reader(cluster: string): ReaderAccess | undefined {
    const prefix = `${cluster}-reader-token-`;
    const generations = this.args.state
      .map(({ urn }) => urnParts(urn).name)
      .filter((name) => name.startsWith(prefix))
      .map((name) => Number(name.slice(prefix.length)));
    if (generations.length === 0) return undefined;
    const data = this.kept.secret(`${prefix}${Math.max(...generations)}`);
    return data === undefined ? undefined : readerAccess(data);
  }

  private get providersAway(): ReadonlySet<string> {
    return new Set([...this.offline.values()].flatMap(({ providers }) => [...providers.keys()]));
  }

  /** @returns Undefined if the state has nothing of it. */
  private cluster(name: string, unreachable: 'skip' | 'forget'): AwayCluster | undefined {
    const { state } = this.args;
    const component = state.find((one) => CLUSTER_TYPES.includes(one.type) && urnParts(one.urn).name === name);
    if (component === undefined) return undefined;
    const providers = state.filter(
      ({ parent, type }) => parent === component.urn && type === 'pulumi:providers:kubernetes',
    );
    return new AwayCluster(name, { component, providers, unreachable });
  }

  private keepClusters(away: ReadonlySet<string>): void {
    const { plan } = this.args;
    const services = new Set(
      plan.services.filter(({ crossCluster }) => crossCluster !== undefined).map(({ key }) => key),
    );
    for (const one of this.topLevel) {
      const { name } = urnParts(one.urn);
      const cluster = CLUSTER_TYPES.includes(one.type) ? this.offline.get(name) : undefined;
      if (cluster !== undefined) this.kept.keepBelow(one.urn, cluster);
      else if (one.type === SERVICE_TYPES.crossCluster) {
        // One that the config still has is made for the other clusters (components/services/cross-cluster-service.ts).
        if (!services.has(name) && this.isIn(one, away))
          this.kept.keep(one, undefined, (child) => this.isIn(child, away));
      } else if (this.isIn(one, away)) this.kept.keep(one);
    }
  }

  private keepMachines(): void {
    const { retired, workloadGroups } = this.args.plan;
    const machines = workloadGroups.flatMap((group) => group.machines).filter(({ state }) => state !== 'active');
    for (const name of [...machines.map((machine) => machine.name), ...retired.machines]) {
      const urn = this.componentUrn('meshwork:machines:VirtualMachine', `${name}-machine`);
      const component = this.args.state.find((one) => one.urn === urn);
      if (component !== undefined) this.kept.keep(component);
    }
  }

  /** The components and resources that have no parent but the stack. */
  private get topLevel(): StateResource[] {
    const stack = this.args.state.find(({ type }) => type === 'pulumi:pulumi:Stack');
    return this.args.state.filter(({ parent }) => parent === stack?.urn);
  }

  private componentUrn(type: string, name: string): string | undefined {
    return this.args.state.find((one) => one.type === type && urnParts(one.urn).name === name)?.urn;
  }

  /** Whether a resource, or one below it, is in a cluster with one of these providers. */
  private isIn({ provider, urn }: StateResource, providers: ReadonlySet<string>): boolean {
    if (provider !== undefined && providers.has(urnParts(providerUrn(provider)).name)) return true;
    return this.args.state.some((one) => one.parent === urn && this.isIn(one, providers));
  }
}
