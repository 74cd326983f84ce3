import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../build/command';
import { LabError } from '../error';
import { enterNode, nodeHolder, nodeNetwork } from '../namespace/enter';
import { startHolder } from '../namespace/holder';
import { identify } from '../namespace/process-identity';
import { writeJson } from '../state';
import { nodeRules, routerRules } from './isolation';
import { nodeLinks, routerLinks } from './links';
import type { ClusterAddresses } from './plan';

const NODE_SCRIPT = path.join(path.dirname(__dirname), 'namespace', 'node.sh');

/**
 * Makes nodes, links and routes of the clusters that join, and the rules of all. To be called inside the lab, which must have no
 * node, link or route of a cluster that joins.
 */
export async function connect(
  clusters: readonly ClusterAddresses[],
  joining: readonly ClusterAddresses[],
  stateDirectory: string,
  nodeDirectory: (name: string) => string,
): Promise<void> {
  const all = [...clusters, ...joining];
  for (const { name } of joining) {
    await run('ip', ['netns', 'add', name]);
  }
  // Rules before links: nothing passes while they are missing.
  await feed(['nft', '-f', '-'], routerRules(all));
  await feed(['ip', '-batch', '-'], routerLinks(joining));
  await Promise.all(
    joining.map(async (cluster) => {
      await startNode(cluster, stateDirectory, nodeDirectory(cluster.name));
      await applyNodeRules(all, cluster);
      await feed(enterNode(cluster.name, ['ip', '-batch', '-']), nodeLinks(cluster));
      const [command = '', ...args] = enterNode(cluster.name, ['sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
      await run(command, args);
    }),
  );
  await Promise.all(clusters.map((cluster) => applyNodeRules(all, cluster)));
}

/**
 * Removes the network of clusters whose processes have ended, and their part in the rules of those that stay. To be called
 * inside the lab; does no harm where there is nothing to remove.
 */
export async function disconnect(
  clusters: readonly ClusterAddresses[],
  leaving: readonly ClusterAddresses[],
): Promise<void> {
  await removeLinks(leaving);
  if (clusters.length > 0) {
    await feed(['nft', '-f', '-'], routerRules(clusters));
  }
  await Promise.all(clusters.map((cluster) => applyNodeRules(clusters, cluster)));
}

/** Removes links to the router with the network namespaces that they lead to. Does no harm where there is nothing to remove. */
export async function removeLinks(
  leaving: readonly { readonly name: string; readonly routerInterface: string }[],
): Promise<void> {
  const links = JSON.parse(await run('ip', ['-json', 'link'])) as { ifname: string }[];
  for (const { name, routerInterface } of leaving) {
    // The kernel takes a namespace apart some time after it is deleted; routes must be gone when we return.
    if (links.some(({ ifname }) => ifname === routerInterface)) {
      await run('ip', ['link', 'delete', routerInterface]);
    }
    if (existsSync(nodeNetwork(name))) {
      await run('ip', ['netns', 'delete', name]);
    }
  }
}

/** Starts the process that holds a node's mount namespace. It is in the node's network too, and found by that if we are interrupted here. */
async function startNode(cluster: ClusterAddresses, stateDirectory: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const network = nodeNetwork(cluster.name);
  const pid = await startHolder({
    command: ['nsenter', `--net=${network}`, '--', 'sh', NODE_SCRIPT, directory, stateDirectory, cluster.dnsService],
    input: '',
    searchPath: process.env['PATH'] ?? '',
    what: `The node of cluster ${cluster.name}`,
  });
  await writeJson(nodeHolder(cluster.name), identify(pid));
}

async function applyNodeRules(clusters: readonly ClusterAddresses[], cluster: ClusterAddresses): Promise<void> {
  await feed(enterNode(cluster.name, ['nft', '-f', '-']), nodeRules(clusters, cluster));
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
