import { UsageError } from '../errors';
import type { StackChoice } from '../stack';
import { DEFAULT_NAMESPACE } from '../workloads/names';
import { secondsOf } from './seconds';
import { stackChoice } from './stack-choice';

/** The options of verify, checked and with defaults. */
export interface VerifyOptions extends StackChoice {
  /** Whether the report is one JSON document. */
  readonly json: boolean;
  /** File for the report as JUnit XML; none if undefined. */
  readonly junit: string | undefined;
  /** How long to wait for pods, and for istiods to know their clusters, in seconds. */
  readonly timeoutSeconds: number;
  /** How long to wait for answers once pods run, in seconds. */
  readonly answerTimeoutSeconds: number;
  /** The namespace that clients and servers are put into. */
  readonly namespace: string;
  /** Whether clients and servers stay for inspection. */
  readonly keep: boolean;
  /** Whether to wait until clients and servers are gone. */
  readonly wait: boolean;
}

/** How long verify waits unless told otherwise, in seconds. */
export const DEFAULT_TIMEOUT_SECONDS = 120;

/** Options as they stand on the command line. An option that was not given is undefined. */
export interface VerifyArguments {
  readonly stack?: string;
  readonly configFile?: string;
  readonly json?: boolean;
  readonly junit?: string;
  readonly timeout?: string;
  readonly answerTimeout?: string;
  readonly namespace?: string;
  readonly keep?: boolean;
  readonly wait: boolean;
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Checks the values of a command line.
 *
 * @throws UsageError that says which argument is wrong.
 */
export function verifyOptions(given: VerifyArguments): VerifyOptions {
  const { answerTimeout, configFile, json = false, junit, keep = false, stack, wait } = given;
  const { namespace = DEFAULT_NAMESPACE, timeout = String(DEFAULT_TIMEOUT_SECONDS) } = given;
  const timeoutSeconds = secondsOf('--timeout', timeout);
  const answerTimeoutSeconds = secondsOf('--answer-timeout', answerTimeout ?? timeout);
  if (!DNS_LABEL.test(namespace))
    throw new UsageError(`--namespace is "${namespace}", which is no name for a namespace.`);
  if (keep && !wait) throw new UsageError('--keep and --no-wait exclude each other: --keep removes nothing.');
  const choice = stackChoice({ stack, configFile });
  if (junit === '') throw new UsageError('--junit is empty.');
  return { ...choice, json, junit, timeoutSeconds, answerTimeoutSeconds, namespace, keep, wait };
}
