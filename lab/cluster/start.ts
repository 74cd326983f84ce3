import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Detail, Progress } from '../progress';
import { LabError } from '../error';
import { lastLines } from '../namespace/daemon';
import { patiently } from '../patience';
import { sideBySide } from '../side-by-side';
import { ApiClient } from './api';
import { containerd, writeContainerdConfig } from './containerd';
import type { ClusterContext } from './context';
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

/** A cluster's programs in the order they are started in; the second group talks to the API server. */
export function programs(cluster: ClusterContext): { readonly first: Program[]; readonly second: Program[] } {
  return {
    first: [etcd(cluster), apiServer(cluster), containerd(cluster)],
    second: [
      kubelet(cluster),
      controllerManager(cluster),
      scheduler(cluster),
      kubeProxy(cluster),
      loadBalancer(cluster),
    ],
  };
}

/** Writes the files that a new cluster's programs read, and gives it its images. */
export async function prepareCluster(cluster: ClusterContext, imageStore: string): Promise<AdminAccess> {
  await mkdir(cluster.directory, { recursive: true, mode: 0o700 });
  const [access] = await Promise.all([
    writeCredentials(cluster),
    writeContainerdConfig(cluster),
    writeKubeletConfig(cluster),
    writeKubeProxyConfig(cluster),
    copyImageStore(imageStore, cluster.containerdRoot),
  ]);
  return access;
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

/** Starts the programs of a cluster that do not run, and returns when its node and its DNS are ready. To be called inside the lab. */
async function startCluster(cluster: ClusterContext, detail: Detail): Promise<void> {
  const processes = new Processes(cluster);
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
    const log = await lastLines(cluster.log(stage.program));
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
  const { first, second } = programs(cluster);
  enter(STAGES.serving);
  for (const program of first) {
    await processes.ensure(program);
  }
  await untilServing(client, signal);
  enter(STAGES.node);
  for (const program of second) {
    await processes.ensure(program);
  }
  for (const { collection, object } of [...loadBalancerManifests(), ...corednsManifests(cluster)]) {
    await retryEarly(() => client.apply(collection, object, signal), signal);
  }
  // It runs while we wait for pods, so it costs no time.
  const warm = warmUp(client, signal);
  warm.catch(() => undefined); // a failure is thrown by the `await` below
  await client.until('/api/v1/nodes', cluster.name, (node) => condition(node, 'Ready'), signal);
  enter(STAGES.dns);
  await client.until(COREDNS.collection, COREDNS.name, (deployment) => condition(deployment, 'Available'), signal);
  enter(STAGES.descriptions);
  await warm;
}
