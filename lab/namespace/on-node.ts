import { run } from '../build/command';
import { describeError } from '../error';
import { enterNode } from './enter';

/** Runs a command in the namespaces of a running node: `on-node.ts NODE COMMAND...`, to be run inside the lab. */
async function main(node: string, given: readonly string[]): Promise<void> {
  const [command = '', ...args] = enterNode(node, given);
  process.stdout.write(await run(command, args));
}

main(process.argv[2] ?? '', process.argv.slice(3)).catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exit(1);
});
