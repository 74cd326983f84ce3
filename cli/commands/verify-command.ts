import { Command } from 'commander';
import { DEFAULT_NAMESPACE } from '../workloads/names';
import { DEFAULT_TIMEOUT_SECONDS } from './verify-options';

/** One line for each paragraph: the library breaks lines. */
const DESCRIPTION = [
  'Proves that traffic of a deployed stack flows.',
  'Verify puts a server and a client into every cluster of the stack and, by SSH, on every virtual machine. Every client calls the servers of all clusters and machines of its mesh. ' +
    'Verify checks the identities that the servers saw, the certificates, the refusal of plaintext in strict meshes, ' +
    'the routes through east-west gateways, and the clusters and gateways that each istiod knows. ' +
    'It also calls services that clusters outside their mesh use, services that meshes import from each other, and the hosts of ingress gateways. ' +
    'It removes everything that it made, also after a failure or an interrupt.',
  'Each check has an ID, such as MW101. docs/reference/checks.md explains each check, the meaning of a failure, and the next step.',
].join('\n\n');

const AFTER = `
Progress goes to standard error, the report to standard output. Verify needs the pulumi CLI, with the backend and the
passphrase of the stack. It reaches clusters and machines as the stack's config says. In clusters it needs rights to make a
namespace and to read and port-forward pods; for machines, the ssh program, and rights to make ServiceEntries and
DestinationRules in the namespaces of their groups.

Exit code: 0 all checks passed, 1 a check failed, 2 nothing could be checked (usage, stack, configuration),
130 or 143 interrupted.`;

/** The sub-command and its options, without its work. */
export function verifyCommand(): Command {
  return (
    new Command('verify')
      .summary('prove that traffic of a deployed stack flows')
      .description(DESCRIPTION)
      // The action names the argument that is too many; the library only counts them.
      .allowExcessArguments(true)
      .option('-s, --stack <name>', 'stack to verify (default: the selected one)')
      .option(
        '--config-file <file>',
        "the stack's config, if `pulumi up` got it by --config-file (default: its Pulumi.NAME.yaml)",
      )
      .option(
        '--json',
        'write the report as one JSON document; its shape is in cli/report/report.ts and docs/reference/checks.md',
      )
      .option('--junit <file>', 'also write the results as JUnit XML, for CI')
      .option('--timeout <seconds>', `how long to wait for pods and answers (default: ${DEFAULT_TIMEOUT_SECONDS})`)
      .option('--answer-timeout <seconds>', 'how long to wait for answers once pods run (default: that of --timeout)')
      .option(
        '--namespace <name>',
        `namespace for clients and servers; verify makes and removes it, and refuses a namespace of others (default: ${DEFAULT_NAMESPACE})`,
      )
      .option(
        '--keep',
        'leave clients and servers in place for inspection, on machines for an hour; the next run removes them',
      )
      .option(
        '--no-wait',
        'end before the clients and servers are gone, which takes some ten seconds; a later run waits for that first',
      )
      .helpOption('-h, --help', 'this text')
      .addHelpText('after', AFTER)
  );
}
