import { stateOfAway } from './config/away';
import { withholdDebugMessages } from './config/debug-messages';
import { externalCrds } from './config/external-crds';
import { readStackConfig, shownWithoutTrace } from './config/stack-config';
import type { StackOutputs } from './outputs/contract';
import { deployed } from './outputs/deployed';

/** Deploys the meshes and services of the stack's config, and returns the stack's outputs (outputs/contract.ts). */
export = async (): Promise<StackOutputs> => {
  withholdDebugMessages();
  const reading = readStackConfig();
  const [external, state] = await shownWithoutTrace(Promise.all([externalCrds(reading), stateOfAway(reading)]));
  return deployed(reading, external, state);
};
