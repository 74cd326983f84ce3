import { run } from '../build/command';
import { describeError } from '../error';
import { enterNode } from '../namespace/enter';

/** Gives the container runtime of a running node an image: `import-image.ts NODE ARCHIVE`, to be run inside the lab. */
async function main(node: string, archive: string): Promise<void> {
  const [command = '', ...args] = enterNode(node, ['ctr', '--namespace', 'k8s.io', 'images', 'import', archive]);
  await run(command, args);
}

main(process.argv[2] ?? '', process.argv[3] ?? '').catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exit(1);
});
