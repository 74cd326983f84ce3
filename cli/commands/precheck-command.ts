import { Command } from 'commander';
import type { StackChoice } from '../stack';
import { secondsOf } from './seconds';
import { stackChoice } from './stack-choice';

/** How long an API server may take for an answer unless told otherwise, in seconds. */
const DEFAULT_TIMEOUT_SECONDS = 15;

/** The options of precheck, checked and with defaults. */
export interface PrecheckOptions extends StackChoice {
  /** Whether the report is one JSON document. */
  readonly json: boolean;
  /** How long an API server may take for an answer, in seconds. */
  readonly timeoutSeconds: number;
}

/** Options as they stand on the command line. */
export interface PrecheckArguments {
  readonly stack?: string;
  readonly configFile?: string;
  readonly json?: boolean;
  readonly timeout?: string;
}

/** One line for each paragraph: the library breaks lines. */
const DESCRIPTION = [
  'Looks at the clusters of a stack before `pulumi up`, and changes nothing.',
  'Precheck finds other installations of Istio, their CRDs, webhooks and load balancers, a control plane namespace with things in it, namespaces with two labels for injection, ' +
    'and network policies that block istiod or gateways; in a deployed stack also fields that other tools have taken over. ' +
    "Objects in the stack's state are no findings, so a deployed stack passes.",
  'Each check has an ID, such as MW902, that docs/reference/checks.md explains. docs/how-to/clusters-in-use.md tells what to do.',
].join('\n\n');

const AFTER = `
Progress goes to standard error, the report to standard output. Precheck needs the pulumi CLI, with the backend and the
passphrase of the stack, and rights to list objects in the clusters; a check without the rights is skipped.

Exit code: 0 nothing is in the way of \`pulumi up\`, 1 something is, or a cluster does not answer, 2 nothing could be checked.`;

/** The sub-command and its options, without its work. */
export function precheckCommand(): Command {
  return new Command('precheck')
    .summary('look at the clusters of a stack before `pulumi up`')
    .description(DESCRIPTION)
    .allowExcessArguments(true)
    .option('-s, --stack <name>', 'stack to check (default: the selected one)')
    .option(
      '--config-file <file>',
      "the stack's config, if `pulumi up` gets it by --config-file (default: its Pulumi.NAME.yaml)",
    )
    .option('--json', 'write the report as one JSON document; docs/reference/checks.md explains its lists')
    .option('--timeout <seconds>', `how long to wait for an answer of a cluster (default: ${DEFAULT_TIMEOUT_SECONDS})`)
    .helpOption('-h, --help', 'this text')
    .addHelpText('after', AFTER);
}

/**
 * Checks the values of a command line.
 *
 * @throws UsageError that says which argument is wrong.
 */
export function precheckOptions(given: PrecheckArguments): PrecheckOptions {
  const { configFile, json = false, stack, timeout = String(DEFAULT_TIMEOUT_SECONDS) } = given;
  const timeoutSeconds = secondsOf('--timeout', timeout);
  return { ...stackChoice({ stack, configFile }), json, timeoutSeconds };
}
