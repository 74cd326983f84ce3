import { UsageError } from '../errors';
import type { RecoveryChoice } from '../recover/inspection';
import type { StackChoice } from '../stack';
import { stackChoice } from './stack-choice';

/** The options of recover, checked and with defaults. */
export interface RecoverOptions extends StackChoice, RecoveryChoice {
  /** Whether to say only what would be done. */
  readonly dryRun: boolean;
  /** Whether the answer to the question is yes. */
  readonly yes: boolean;
  /** Whether the result is one JSON document. */
  readonly json: boolean;
  /** Whether `pulumi up` follows. */
  readonly up: boolean;
}

/** Options as they stand on the command line. An option that was not given is undefined. */
export interface RecoverArguments {
  readonly stack?: string;
  readonly configFile?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly up?: boolean;
  readonly take?: readonly string[];
  readonly releaseLock?: boolean;
}

/**
 * Checks the values of a command line.
 *
 * @throws UsageError that says which argument is wrong.
 */
export function recoverOptions(given: RecoverArguments): RecoverOptions {
  const {
    configFile,
    dryRun = false,
    json = false,
    releaseLock = false,
    stack,
    take = [],
    up = false,
    yes = false,
  } = given;
  const choice = stackChoice({ stack, configFile });
  if (dryRun && (yes || up)) throw new UsageError('--dry-run changes nothing, so it takes neither --yes nor --up.');
  const wrong = take.find((name) => !/^[^/]+(\/[^/]+){2,3}$/.test(name));
  if (wrong !== undefined)
    throw new UsageError(
      `--take is "${wrong}", but an object is written CLUSTER/KIND/NAMESPACE/NAME, or CLUSTER/KIND/NAME.`,
    );
  return { ...choice, dryRun, yes, json, up, take, releaseLock };
}
