import * as pulumi from '@pulumi/pulumi';
import { stateOfAway } from './config/away';
import { withholdDebugMessages } from './config/debug-messages';
import { tellEnding } from './config/ending-intermediates';
import { externalCrds } from './config/external-crds';
import { endOfRecovery, isRecovery, stateForRecovery, withoutLeftOut } from './config/left-out';
import { refuseOccupied } from './config/occupied-clusters';
import { withoutSilent } from './config/silent-clusters';
import { readStackConfig, shownWithoutTrace } from './config/stack-config';
import { deployedPlan } from './model/plan/deployed-plan';
import type { StackOutputs } from './outputs/contract';
import { deployed } from './outputs/deployed';

/** Deploys the meshes and services of the stack's config, and returns the stack's outputs (outputs/contract.ts). */
export = async (): Promise<StackOutputs> => {
  withholdDebugMessages();
  const written = readStackConfig();
  const recovers = isRecovery(process.env);
  const asked = withoutLeftOut(written, process.env);
  await refuseOccupied({ ...asked, plan: deployedPlan(asked.plan) });
  const reading = await shownWithoutTrace(withoutSilent(asked));
  const state = await shownWithoutTrace(
    recovers ? stateForRecovery(reading.plan) : stateOfAway(reading.plan, written.plan),
  );
  await tellEnding(reading.plan);
  const outputs = deployed(reading, await shownWithoutTrace(externalCrds(reading)), state);
  if (recovers && !pulumi.runtime.isDryRun()) endOfRecovery(reading.plan);
  return outputs;
};
