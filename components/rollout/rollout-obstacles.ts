import type { AppsV1Api, CoreV1Api } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import * as pulumi from '@pulumi/pulumi';
import { type PodState, podStates } from '../../config/pod-states';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import { lookFor } from '../../model/scheduling/refused-pods';
import type { Rollout } from './rollout';

/** Clients of the cluster of a rollout. */
export interface RolloutClients {
  readonly apps: AppsV1Api;
  readonly core: CoreV1Api;
}

/** Makes the clients. The library is an ES module, which a CommonJS one can only import so; and only those who ask pay for loading it. */
export async function rolloutClients({ kubeconfig }: Rollout): Promise<RolloutClients> {
  const { AppsV1Api, CoreV1Api, KubeConfig } = await import('@kubernetes/client-node');
  const text = await new Promise<string>((resolve) => pulumi.output(kubeconfig).apply(resolve));
  const config = new KubeConfig();
  config.loadFromString(text);
  return { apps: config.makeApiClient(AppsV1Api), core: config.makeApiClient(CoreV1Api) };
}

/** Says what a rollout waits for, as far as its cluster knows; undefined if nothing is in its way. */
export async function rolloutObstacles(rollout: Rollout, { apps, core }: RolloutClients): Promise<string | undefined> {
  const [refused, pods] = await Promise.all([refusal(rollout, apps), podStates(core, rollout.selector)]);
  return obstacleMessage(rollout, { refused, pods });
}

/** Why the pods of a Deployment are not even made, in the words of the API server. */
async function refusal({ deployment }: Rollout, apps: AppsV1Api): Promise<string | undefined> {
  const { items } = await apps.listNamespacedDeployment({
    namespace: SYSTEM_NAMESPACE,
    fieldSelector: `metadata.name=${deployment}`,
  });
  const conditions = items.flatMap(({ status }) => status?.conditions ?? []);
  return conditions.find(({ status, type }) => type === 'ReplicaFailure' && status === 'True')?.message;
}

/** The message of a rollout that is not done; undefined if nothing is in its way. */
export function obstacleMessage(
  { pool, title }: Pick<Rollout, 'pool' | 'title'>,
  { pods, refused }: { readonly refused: string | undefined; readonly pods: readonly PodState[] },
): string | undefined {
  const waiting = [
    ...(refused === undefined
      ? []
      : [`the API server refuses its pods: ${refused}${lookFor(refused, SYSTEM_NAMESPACE)}`]),
    ...pods.flatMap(({ name, waits }) => (waits === undefined ? [] : [`pod ${name} waits, because ${waits}`])),
  ];
  if (waiting.length === 0) return undefined;
  return `The ${title}${pool === undefined ? '' : `, in node pool ${pool},`} is not up: ${waiting.join('. And ')}.`;
}
