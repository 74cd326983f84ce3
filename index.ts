import { Deployment } from './components/deployment';
import { readStackConfig } from './config/stack-config';
import { stackOutputs, type StackOutputs } from './outputs/outputs';

/** Deploys what the stack's config asks for, and says what it made (outputs/contract.ts). */
export = async (): Promise<StackOutputs> => {
  const reading = readStackConfig();
  await Promise.resolve();
  return stackOutputs(reading.plan, new Deployment(reading));
};
