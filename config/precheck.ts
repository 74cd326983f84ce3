import type { ClusterPlan } from '../model/plan/cluster-plan';
import type { Finding } from '../model/precheck/finding';
import { type Precheck, prechecksOf } from '../model/precheck/prechecks';
import { clusterInventory } from './cluster-inventory';

/** The findings of one check in one cluster; undefined if the kubeconfig's user may not read what it needs. */
export interface PrecheckResult {
  readonly check: Precheck;
  readonly findings: readonly Finding[] | undefined;
}

/** A cluster, and what was found in it. */
export interface PrecheckedCluster {
  readonly cluster: string;
  /** Why it could not be asked at all; undefined if it was. */
  readonly unreached: string | undefined;
  readonly results: readonly PrecheckResult[];
}

/** How a cluster is asked. */
export interface PrecheckArgs {
  /** With one context, the cluster's. Secret. */
  readonly kubeconfig: string;
  /** Inputs of the objects in the stack's state, by the UID of the object. */
  readonly own: ReadonlyMap<string, unknown>;
  /** Name of the stack, as `PROJECT/STACK`, with or without the organization before it. */
  readonly stack: string;
  /** How long each answer may take, in milliseconds. */
  readonly patience: number;
}

/** Asks a cluster, and judges the answers. A cluster that does not answer is no error: others are still to be asked. */
export async function precheckCluster(
  cluster: ClusterPlan,
  { kubeconfig, own, patience, stack }: PrecheckArgs,
): Promise<PrecheckedCluster> {
  try {
    const inventory = await clusterInventory(kubeconfig, patience);
    const results = prechecksOf(cluster).map((check) => {
      const isRead = check.reads.every((list) => inventory[list] !== undefined);
      return { check, findings: isRead ? check.find({ cluster, inventory, own, stack }) : undefined };
    });
    return { cluster: cluster.name, unreached: undefined, results };
  } catch (error) {
    const message =
      error instanceof Error && error.message !== ''
        ? error.message
        : String((error as { code?: unknown }).code ?? error);
    return { cluster: cluster.name, unreached: message, results: [] };
  }
}
