import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../build/command';
import { LabError } from '../error';
import { enterNode, nodeHolder } from '../namespace/enter';
import { startHolder } from '../namespace/holder';
import { nodeRules, routerRules } from './isolation';
import { nodeLinks, routerLinks } from './links';
import type { ClusterAddresses } from './plan';

const NODE_SCRIPT = path.join(path.dirname(__dirname), 'namespace', 'node.sh');

/** Makes nodes, links, routes and rules. To be called inside the lab, once. */
export async function applyNetwork(
  clusters: readonly ClusterAddresses[],
  stateDirectory: string,
  nodeDirectory: (name: string) => string,
): Promise<void> {
  for (const { name } of clusters) {
    await run('ip', ['netns', 'add', name]);
  }
  // Rules before links: nothing passes while they are missing.
  await feed(['nft', '-f', '-'], routerRules(clusters));
  await feed(['ip', '-batch', '-'], routerLinks(clusters));
  await Promise.all(
    clusters.map(async (cluster) => {
      const directory = nodeDirectory(cluster.name);
      await mkdir(directory, { recursive: true });
      const holder = await startHolder({
        command: ['sh', NODE_SCRIPT, directory, stateDirectory],
        input: '',
        searchPath: process.env['PATH'] ?? '',
        what: `The node of cluster ${cluster.name}`,
      });
      await writeFile(nodeHolder(cluster.name), String(holder));
      await feed(enterNode(cluster.name, ['nft', '-f', '-']), nodeRules(clusters, cluster));
      await feed(enterNode(cluster.name, ['ip', '-batch', '-']), nodeLinks(cluster));
      const [command = '', ...args] = enterNode(cluster.name, ['sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
      await run(command, args);
    }),
  );
}

/** Runs a program with a text as its standard input. */
async function feed([command = '', ...args]: string[], text: string): Promise<void> {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  const complaint: Buffer[] = [];
  child.stderr.on('data', (data: Buffer) => complaint.push(data));
  child.stdin.on('error', () => undefined); // told by 'close'
  child.stdin.end(text);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new LabError(
      `${[command, ...args].join(' ')} refused the lab's network: ${Buffer.concat(complaint).toString().trim()}`,
    );
  }
}
