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
import type { ClusterAddresses, NodeAddresses } from './plan';

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
  for (const { name } of joining.flatMap(({ nodes }) => nodes)) {
    await run('ip', ['netns', 'add', name]);
  }
  // Rules before links: nothing passes while they are missing.
  await feed(['nft', '-f', '-'], routerRules(all));
  await feed(['ip', '-batch', '-'], routerLinks(joining));
  await Promise.all(
    joining.flatMap((cluster) =>
      cluster.nodes.map(async (node) => {
        await startNode(cluster, node, stateDirectory, nodeDirectory(node.name));
        await applyNodeRules(all, cluster, node);
        await feed(enterNode(node.name, ['ip', '-batch', '-']), nodeLinks(cluster, node));
        const [command = '', ...args] = enterNode(node.name, ['sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
        await run(command, args);
      }),
    ),
  );
  await applyRules(all, clusters);
}

/**
 * Removes the network of clusters whose processes have ended, and their part in the rules of those that stay. To be called
 * inside the lab; does no harm where there is nothing to remove.
 */
export async function disconnect(
  clusters: readonly ClusterAddresses[],
  leaving: readonly ClusterAddresses[],
): Promise<void> {
  await removeLinks(leaving.flatMap(({ nodes }) => nodes));
  if (clusters.length > 0) {
    await feed(['nft', '-f', '-'], routerRules(clusters));
  }
  await applyRules(clusters, clusters);
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
async function startNode(
  cluster: ClusterAddresses,
  { name }: NodeAddresses,
  stateDirectory: string,
  directory: string,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const network = nodeNetwork(name);
  const pid = await startHolder({
    command: ['nsenter', `--net=${network}`, '--', 'sh', NODE_SCRIPT, directory, stateDirectory, cluster.dnsService],
    input: '',
    searchPath: process.env['PATH'] ?? '',
    what: `Node ${name} of cluster ${cluster.name}`,
  });
  await writeJson(nodeHolder(name), identify(pid));
}

/** Applies the rules of the nodes of some clusters. */
async function applyRules(all: readonly ClusterAddresses[], some: readonly ClusterAddresses[]): Promise<void> {
  await Promise.all(some.flatMap((cluster) => cluster.nodes.map((node) => applyNodeRules(all, cluster, node))));
}

async function applyNodeRules(
  clusters: readonly ClusterAddresses[],
  cluster: ClusterAddresses,
  node: NodeAddresses,
): Promise<void> {
  await feed(enterNode(node.name, ['nft', '-f', '-']), nodeRules(clusters, cluster, node));
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
