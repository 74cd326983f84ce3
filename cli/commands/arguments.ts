import { parseArgs } from 'node:util';
import { UsageError } from '../errors';
import { DEFAULT_NAMESPACE } from '../workloads/names';

/** What a user asked of verify. */
export interface Arguments {
  readonly help: boolean;
  /** The stack to verify; the selected one if undefined. */
  readonly stack: string | undefined;
  /** File with the stack's config; the stack's own if undefined. */
  readonly configFile: string | undefined;
  /** Whether the report is one JSON document. */
  readonly json: boolean;
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

/** Shown for --help. */
export const HELP = `Proves that traffic of a deployed stack flows.

  npm run verify -- [--stack NAME] [--config-file FILE] [--json] [--timeout SECONDS] [--answer-timeout SECONDS]
                   [--namespace NAME] [--keep | --no-wait]

Puts a server and a client into every cluster of the stack and calls from every client until the servers of all clusters of its mesh
have answered. Checks the identities that the servers saw, the certificate chains of both ends, that plaintext is refused where the mesh
says so, that calls into another network pass its east-west gateway, and what each istiod knows of clusters and gateways. Services that
clusters outside their mesh use are asked for / in each of these clusters, if they speak HTTP. What a mesh imports from another is called from
each cluster of that mesh: it has to answer while the meshes trust each other, and to be refused while they do not. Hosts of ingress gateways
are asked for in a pod of the gateway; the way from outside to its load balancer is not tried. An ingress controller that cannot reach a
service is known by the pages of Envoy, nginx, HAProxy and Traefik; an error page of your own counts as an answer. What it made is removed
again, also after a failure or an interrupt.

  --stack NAME         stack to verify                                   (default: the selected one)
  --config-file FILE   the stack's config, where it was deployed with that option (default: its Pulumi.NAME.yaml)
  --json               one JSON document on standard output; its shape: cli/report/report.ts
  --timeout SECONDS    how long to wait for pods and answers             (default: ${DEFAULT_TIMEOUT_SECONDS})
  --answer-timeout SECONDS
                       how long to wait for answers once pods run        (default: as --timeout)
  --namespace NAME     namespace for clients and servers; verify makes and removes it, and refuses one that it did not make
                                                                         (default: ${DEFAULT_NAMESPACE})
  --keep               leave clients and servers in place for inspection; the next run removes them
  --no-wait            have clients and servers removed, and do not wait some ten seconds until they are gone; a next run waits first
  --help               this text

Progress goes to standard error, the report to standard output. Needs the pulumi CLI and what it needs to open the stack (backend,
passphrase); clusters are reached as the stack's config says, with rights to make a namespace and to read and port-forward pods.

Exit code: 0 all checks passed, 1 a check failed, 2 nothing could be checked (usage, stack, configuration), 130 or 143 interrupted.
`;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Reads a command line.
 *
 * @throws UsageError that says which argument is wrong.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parsed(args);
  const timeoutSeconds = secondsOf('--timeout', values.timeout);
  const answerTimeoutSeconds = secondsOf('--answer-timeout', values['answer-timeout'] ?? values.timeout);
  if (!DNS_LABEL.test(values.namespace))
    throw new UsageError(`--namespace is "${values.namespace}", which is no name for a namespace.`);
  if (values.keep && values['no-wait'])
    throw new UsageError('--keep and --no-wait exclude each other: what stays is not removed.');
  if (values.stack === '') throw new UsageError('--stack is empty.');
  if (values['config-file'] === '') throw new UsageError('--config-file is empty.');
  return {
    help: values.help,
    stack: values.stack,
    configFile: values['config-file'],
    json: values.json,
    timeoutSeconds,
    answerTimeoutSeconds,
    namespace: values.namespace,
    keep: values.keep,
    wait: !values['no-wait'],
  };
}

function secondsOf(option: string, text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw new UsageError(`${option} is "${text}", but it takes a number of seconds above zero.`);
  return seconds;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        stack: { type: 'string', short: 's' },
        'config-file': { type: 'string' },
        json: { type: 'boolean', default: false },
        timeout: { type: 'string', default: String(DEFAULT_TIMEOUT_SECONDS) },
        'answer-timeout': { type: 'string' },
        namespace: { type: 'string', default: DEFAULT_NAMESPACE },
        keep: { type: 'boolean', default: false },
        'no-wait': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.replace(/\.?$/, '.')} See --help.`);
  }
}
