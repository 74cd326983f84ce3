import { externalCrds } from './config/external-crds';
import { readStackConfig, shownWithoutTrace } from './config/stack-config';
import type { StackOutputs } from './outputs/contract';
import { deployed } from './outputs/deployed';

/** Deploys what the stack's config asks for, and says what it made (outputs/contract.ts). */
export = async (): Promise<StackOutputs> => {
  const reading = readStackConfig();
  return deployed(reading, await shownWithoutTrace(externalCrds(reading)));
};
