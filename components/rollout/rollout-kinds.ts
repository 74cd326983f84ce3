import type { V1DaemonSet, V1Deployment } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { isDaemonSetRolledOut, isDaemonSetUp } from '../../model/scheduling/daemon-set-rolled-out';
import { isRolledOut, isUp } from '../../model/scheduling/rolled-out';
import { lastWarning } from './last-warning';
import type { Rollout } from './rollout';
import type { RolloutClients } from './rollout-clients';

/** A list of objects, and the version from which a watch goes on. */
interface Listed<T> {
  readonly items: readonly T[];
  readonly metadata?: { readonly resourceVersion?: string };
}

/** A kind of objects that roll out pods, and how its clusters tell how far they are. */
export interface RolloutKind<T> {
  /** Its collection in paths. */
  readonly collection: string;
  /** Lists the one of a rollout; none if it is not there. */
  list(clients: RolloutClients, rollout: Rollout): Promise<Listed<T>>;
  /** Whether its rollout is done. */
  isRolledOut(object: T): boolean;
  /** Whether one that this run did not change is still rolled out as far as it has to be. */
  isUp(object: T): boolean;
  /** Why its pods are not even made, in the words of the API server. */
  refusal(object: T, clients: RolloutClients, rollout: Rollout): Promise<string | undefined>;
}

/** The Deployments of istiods and gateways. */
export const DEPLOYMENTS: RolloutKind<V1Deployment> = {
  collection: 'deployments',
  list: ({ apps }, { name, namespace }) =>
    apps.listNamespacedDeployment({ namespace, fieldSelector: `metadata.name=${name}` }),
  isRolledOut,
  isUp,
  refusal: ({ status }) => {
    const failure = status?.conditions?.find((one) => one.type === 'ReplicaFailure' && one.status === 'True');
    return Promise.resolve(failure?.message);
  },
};

/** The DaemonSets of Istio's CNI agent and of device plugins. */
export const DAEMON_SETS: RolloutKind<V1DaemonSet> = {
  collection: 'daemonsets',
  list: ({ apps }, { name, namespace }) =>
    apps.listNamespacedDaemonSet({ namespace, fieldSelector: `metadata.name=${name}` }),
  isRolledOut: isDaemonSetRolledOut,
  isUp: isDaemonSetUp,
  // A DaemonSet has no condition for it. An event may be of an earlier rollout, so it counts only while pods are missing.
  refusal: async ({ status }, { core }, { name, namespace }) => {
    if ((status?.currentNumberScheduled ?? 0) >= (status?.desiredNumberScheduled ?? 0)) return undefined;
    const warning = await lastWarning(core, { kind: 'DaemonSet', name, namespace });
    return warning?.reason === 'FailedCreate' ? warning.message : undefined;
  },
};
