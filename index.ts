import { withholdDebugMessages } from './config/debug-messages';
import { externalCrds } from './config/external-crds';
import { refuseOccupied } from './config/occupied-clusters';
import { readStackConfig, shownWithoutTrace } from './config/stack-config';
import type { StackOutputs } from './outputs/contract';
import { deployed } from './outputs/deployed';

/** Deploys the meshes and services of the stack's config, and returns the stack's outputs (outputs/contract.ts). */
export = async (): Promise<StackOutputs> => {
  withholdDebugMessages();
  const reading = readStackConfig();
  await refuseOccupied(reading);
  return deployed(reading, await shownWithoutTrace(externalCrds(reading)));
};
