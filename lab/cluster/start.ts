import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Detail, Progress } from '../progress';
import { LabError } from '../error';
import { lastLines } from '../namespace/daemon';
import { patiently } from '../patience';
import { sideBySide } from '../side-by-side';
import { ApiClient } from './api';
import { containerd, writeContainerdConfig } from './containerd';
import type { ClusterContext, NodeContext } from './context';
import { apiServer, controllerManager, loadBalancer, scheduler } from './control-plane';
import { type AdminAccess, readAdminAccess, writeCredentials } from './credentials';
import { etcd } from './etcd';
import { copyImageStore } from './image-store';
import { kubeProxy, writeKubeProxyConfig } from './kube-proxy';
import { kubelet, writeKubeletConfig } from './kubelet';
import { COREDNS, corednsManifests, loadBalancerManifests } from './manifests';
import { Processes } from './processes';
import type { Program } from './program';
import { condition, retryEarly, untilServing, warmUp } from './readiness';

const START_TIMEOUT_MS = 300_000;

/** A node's programs in the order they are started in; the second group talks to the API server. */
export function programs(node: NodeContext): { readonly first: Program[]; readonly second: Program[] } {
  const { cluster } = node;
  if (!node.isFirst) return { first: [containerd(node)], second: [kubelet(node), kubeProxy(node)] };
  return {
    first: [etcd(cluster), apiServer(cluster), containerd(node)],
    second: [kubelet(node), controllerManager(cluster), scheduler(cluster), kubeProxy(node), loadBalancer(cluster)],
  };
}

/** Writes the files that a new cluster's programs read, and gives it its images. */
export async function prepareCluster(cluster: ClusterContext, imageStore: string): Promise<AdminAccess> {
  await mkdir(cluster.directory, { recursive: true, mode: 0o700 });
  const [access] = await Promise.all([
    writeCredentials(cluster),
    ...cluster.nodes.map((node) => prepareNode(node, imageStore)),
  ]);
  return access;
}

async function prepareNode(node: NodeContext, imageStore: string): Promise<void> {
  await mkdir(node.directory, { recursive: true, mode: 0o700 });
  await Promise.all([
    writeContainerdConfig(node),
    writeKubeletConfig(node),
    writeKubeProxyConfig(node),
    copyImageStore(imageStore, node.containerdRoot),
  ]);
}

/** Starts the programs of the clusters that do not run, side by side. If one cluster fails, it still waits for the others. */
export async function startClusters(clusters: readonly ClusterContext[], progress: Progress): Promise<void> {
  const starts = clusters.map((cluster) =>
    progress.step(`Start cluster ${cluster.name}`, (detail) => startCluster(cluster, detail)),
  );
  await sideBySide(...starts);
}

/** The stages of a start, in order. Each names the program whose log explains why the stage does not end. */
const STAGES = {
  serving: { title: 'API server', program: 'kube-apiserver' },
  node: { title: 'node', program: 'kubelet' },
  dns: { title: 'DNS', program: 'kubelet' },
  descriptions: { title: 'API descriptions', program: 'kube-apiserver' },
} as const;

type Stage = (typeof STAGES)[keyof typeof STAGES];

/** Starts the programs of a cluster that do not run, and returns when its nodes and its DNS are ready. To be called inside the lab. */
async function startCluster(cluster: ClusterContext, detail: Detail): Promise<void> {
  const processes = new Processes();
  const client = new ApiClient(await readAdminAccess(cluster));
  const timeoutMs = patiently(START_TIMEOUT_MS);
  const signal = AbortSignal.timeout(timeoutMs);
  // Dozens of calls at once listen to it, which is no leak.
  setMaxListeners(0, signal);
  let stage: Stage = STAGES.serving;
  const enter = (next: Stage): void => {
    stage = next;
    detail(next.title);
  };
  try {
    await processes.orFailure(bringUp(cluster, processes, client, enter, signal));
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
    const logs = cluster.nodes.filter(({ isFirst }) => isFirst || stage === STAGES.node);
    const log = (await Promise.all(logs.map((node) => lastLines(node.log(stage.program))))).join('\n');
    throw new LabError(
      `Cluster ${cluster.name} was not ready within ${timeoutMs / 1000} s: its ${stage.title} did not come. ${log}`,
    );
  } finally {
    processes.release();
    client.close();
  }
}

async function bringUp(
  cluster: ClusterContext,
  processes: Processes,
  client: ApiClient,
  enter: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<void> {
  const start = async (group: 'first' | 'second'): Promise<void> => {
    for (const node of cluster.nodes)
      for (const program of programs(node)[group]) await processes.ensure(node, program);
  };
  enter(STAGES.serving);
  await start('first');
  await untilServing(client, signal);
  enter(STAGES.node);
  await start('second');
  for (const { collection, object } of [...loadBalancerManifests(), ...corednsManifests(cluster)]) {
    await retryEarly(() => client.apply(collection, object, signal), signal);
  }
  // It runs while we wait for pods, so it costs no time.
  const warm = warmUp(client, signal);
  warm.catch(() => undefined); // a failure is thrown by the `await` below
  for (const { name } of cluster.nodes)
    await client.until('/api/v1/nodes', name, (node) => condition(node, 'Ready'), signal);
  enter(STAGES.dns);
  await client.until(COREDNS.collection, COREDNS.name, (deployment) => condition(deployment, 'Available'), signal);
  enter(STAGES.descriptions);
  await warm;
}
