import { stateOfAway } from './config/away';
import { withholdDebugMessages } from './config/debug-messages';
import { tellEnding } from './config/ending-intermediates';
import { externalCrds } from './config/external-crds';
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
  await refuseOccupied({ ...written, plan: deployedPlan(written.plan) });
  const reading = await shownWithoutTrace(withoutSilent(written));
  const state = await shownWithoutTrace(stateOfAway(reading.plan, written.plan));
  await tellEnding(reading.plan);
  return deployed(reading, await shownWithoutTrace(externalCrds(reading)), state);
};
