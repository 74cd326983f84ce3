import { externalCrds } from './config/external-crds';
import { readStackConfig, shownWithoutTrace } from './config/stack-config';
import { deployed } from './outputs/deployed';
import type { StackOutputs } from './outputs/outputs';

/** Deploys what the stack's config asks for, and says what it made (outputs/contract.ts). */
export = async (): Promise<StackOutputs> => {
  const reading = readStackConfig();
  return deployed(reading, await shownWithoutTrace(externalCrds(reading)));
};
