import * as pulumi from '@pulumi/pulumi';
import { logInToChartRepository } from '../components/chart-credentials';
import { deployCrds } from '../components/deploy-crds';
import { Deployment } from '../components/deployment';
import { markObjects } from '../components/object-mark';
import { awaitRollout } from '../components/rollout/await-rollout';
import type { RolloutWait } from '../components/rollout/rollout';
import type { ExternalCrds } from '../config/external-crds';
import type { Reading } from '../config/read';
import type { StackState } from '../config/stack-state';
import { SCHEMA_VERSION, type StackOutputs } from './contract';
import { outputsBefore } from './outputs-before';
import { stackOutputs } from './outputs';

/** The outputs of a stack that only makes CRDs: nothing of it concerns other stacks. */
function withoutEntries(): StackOutputs {
  const none = <T>() => pulumi.output<Readonly<Record<string, T>>>({});
  return {
    schemaVersion: pulumi.output(SCHEMA_VERSION),
    meshes: none(),
    clusters: none(),
    services: none(),
    ingressGateways: none(),
    federations: none(),
    workloadGroups: none(),
  };
}

/**
 * Deploys the meshes and services of a configuration, and returns the outputs.
 *
 * @param external Istio's CRDs that are there and not the stack's, by cluster.
 * @param state The state of the stack, where the configuration has places that are away. Default: nothing was made.
 * @param wait Waits until an istiod or a gateway runs. Default: its cluster is asked.
 */
export function deployed(
  reading: Reading,
  external: ExternalCrds,
  state: StackState = [],
  wait: RolloutWait = awaitRollout,
): StackOutputs {
  markObjects();
  const { certificateKeys, chartCredentials, intermediateKeys, registryCredentials, rootKeys, sshKeys } = reading.spec;
  if (chartCredentials !== undefined) logInToChartRepository(chartCredentials);
  if (reading.spec.istio?.crds !== 'only') {
    const before = outputsBefore(state);
    const keys = { sshKeys, rootKeys, intermediateKeys, certificateKeys, registryCredentials };
    const made = { externalCrds: external, state, before, awaitRollout: wait };
    const deployment = new Deployment({ ...reading, ...keys, ...made });
    return stackOutputs(reading.plan, deployment, before);
  }
  deployCrds(reading, state);
  return withoutEntries();
}
