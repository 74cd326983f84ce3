import { Command } from 'commander';
import { DEFAULT_NAMESPACE } from '../workloads/names';
import { DEFAULT_TIMEOUT_SECONDS } from './verify-options';

/** The library breaks lines, so each paragraph is one. */
const DESCRIPTION = [
  'Proves that traffic of a deployed stack flows.',
  'Puts a server and a client into every cluster of the stack and has every client call the servers of all clusters of its mesh. ' +
    'Checks the identities that the servers saw, certificates, that plaintext is refused where the mesh says so, ' +
    'routes through east-west gateways, and what each istiod knows. ' +
    'Also asks for services that clusters outside their mesh use, for what meshes import from each other, and for the hosts of ingress gateways. ' +
    'Removes what it made, also after a failure or an interrupt.',
  'Each check has an ID, such as MW101. docs/reference/checks.md says for each what it asks, what a failure means and what to do.',
].join('\n\n');

const AFTER = `
Progress goes to standard error, the report to standard output. Needs the pulumi CLI and what it needs to open the stack
(backend, passphrase); clusters are reached as the stack's config says, with rights to make a namespace and to read and
port-forward pods.

Exit code: 0 all checks passed, 1 a check failed, 2 nothing could be checked (usage, stack, configuration),
130 or 143 interrupted.`;

/** The sub-command and its options, without its work. */
export function verifyCommand(): Command {
  return (
    new Command('verify')
      .summary('prove that traffic of a deployed stack flows')
      .description(DESCRIPTION)
      // The action says which argument is too many; the library only counts them.
      .allowExcessArguments(true)
      .option('-s, --stack <name>', 'stack to verify (default: the selected one)')
      .option(
        '--config-file <file>',
        "the stack's config, where it was deployed with that option (default: its Pulumi.NAME.yaml)",
      )
      .option(
        '--json',
        'one JSON document on standard output; its shape: cli/report/report.ts, docs/reference/checks.md',
      )
      .option('--junit <file>', 'also write the results as JUnit XML, for CI')
      .option('--timeout <seconds>', `how long to wait for pods and answers (default: ${DEFAULT_TIMEOUT_SECONDS})`)
      .option('--answer-timeout <seconds>', 'how long to wait for answers once pods run (default: as --timeout)')
      .option(
        '--namespace <name>',
        `namespace for clients and servers; verify makes and removes it, and refuses one that it did not make (default: ${DEFAULT_NAMESPACE})`,
      )
      .option('--keep', 'leave clients and servers in place for inspection; the next run removes them')
      .option(
        '--no-wait',
        'have clients and servers removed without waiting some ten seconds until they are gone; a next run waits first',
      )
      .helpOption('-h, --help', 'this text')
      .addHelpText('after', AFTER)
  );
}
