import { clusterContexts } from '../cluster/contexts';
import type { ClusterContext } from '../cluster/context';
import { run } from '../build/command';
import { programs } from '../cluster/start';
import { labEnvironment } from '../environment';
import { enterLab } from '../namespace/enter';
import { isAlive, type ProcessIdentity } from '../namespace/process-identity';
import { condition } from '../cluster/readiness';
import type { ApiObject } from '../cluster/api';
import { patiently } from '../patience';
import { type LabRecord, type LabState, readJson } from '../state';

/** The state of a cluster that should be running. */
export interface ClusterStatus {
  readonly name: string;
  readonly network: string;
  readonly apiServer: string;
  readonly loadBalancerRange: string;
  readonly nodeReady: boolean;
  /** Whether each process runs. */
  readonly processes: Readonly<Record<string, boolean>>;
}

/** The state of a lab, as `status` shows it. */
export interface LabStatus {
  readonly running: boolean;
  readonly stateDirectory: string;
  readonly since?: string;
  readonly engine?: string;
  readonly clusters: readonly ClusterStatus[];
  /** Clusters that are being added or taken away, or were when `up` was cut off. */
  readonly unfinished: readonly string[];
}

/** Looks at the lab without changing anything. */
export async function labStatus(state: LabState): Promise<LabStatus> {
  const record = await state.record();
  if (record === undefined || !isAlive(record.outer)) {
    return { running: false, stateDirectory: state.directory, clusters: [], unfinished: [] };
  }
  const contexts = await clusterContexts(state, record.clusters);
  const clusters = await Promise.all(contexts.map((cluster) => clusterStatus(state, record, cluster)));
  const { since, engine, joining, leaving } = record;
  const unfinished = [...new Set([...joining, ...leaving].map(({ name }) => name))];
  return { running: true, stateDirectory: state.directory, since, engine, clusters, unfinished };
}

/** Says whether everything that should run does. */
export function isHealthy(status: LabStatus): boolean {
  const whole = status.clusters.every((cluster) => cluster.nodeReady && dead(cluster).length === 0);
  return status.running && status.unfinished.length === 0 && whole;
}

/** The status for people. */
export function describeStatus(status: LabStatus): string {
  if (!status.running) {
    return `No lab is running in ${status.stateDirectory}. Start it with \`npm run lab -- up\`.\n`;
  }
  const clusters = status.clusters.map((cluster) => {
    const missing = dead(cluster);
    const processes = missing.length === 0 ? 'all processes run' : `NOT RUNNING: ${missing.join(', ')}`;
    const node = cluster.nodeReady ? 'node ready' : 'node NOT READY';
    return `  ${cluster.name} (network ${cluster.network})  ${cluster.apiServer}  ${node}, ${processes}\n`;
  });
  const unfinished = status.unfinished.map((name) => `  ${name}  is being added or taken away\n`);
  const advice = isHealthy(status)
    ? ''
    : '`npm run lab -- up` starts what died and finishes what was cut off; `npm run lab -- logs` tells why it did.\n';
  return `The lab runs since ${status.since ?? '?'}; its state is in ${status.stateDirectory}.\n${status.engine ?? ''}\n${[...clusters, ...unfinished].join('')}${advice}`;
}

function dead(cluster: ClusterStatus): string[] {
  return Object.keys(cluster.processes).filter((name) => cluster.processes[name] !== true);
}

async function clusterStatus(state: LabState, record: LabRecord, cluster: ClusterContext): Promise<ClusterStatus> {
  const { addresses } = cluster;
  const { first, second } = programs(cluster);
  const processes = await Promise.all(
    [...first, ...second].map(
      async ({ name }) => [name, await runs(record, cluster.file('processes', `${name}.json`))] as const,
    ),
  );
  return {
    name: cluster.name,
    network: addresses.network,
    apiServer: addresses.apiServer,
    loadBalancerRange: addresses.loadBalancerRange,
    nodeReady: await nodeReady(state, record, cluster),
    processes: Object.fromEntries(processes),
  };
}

/** The lab's own proc, seen through its outermost process: process numbers of the lab are those in there. */
async function runs(record: LabRecord, file: string): Promise<boolean> {
  const identity = await readJson<ProcessIdentity>(file);
  return identity !== undefined && isAlive(identity, `/proc/${record.outer.pid}/root/proc`);
}

async function nodeReady(state: LabState, record: LabRecord, cluster: ClusterContext): Promise<boolean> {
  const ask = [
    'kubectl',
    '--context',
    cluster.name,
    `--request-timeout=${patiently(15)}s`,
    'get',
    '--raw',
    `/api/v1/nodes/${cluster.name}`,
  ];
  const [command = '', ...args] = enterLab({ outer: record.outer, cgroup: state.id }, ask, '/');
  try {
    const answer = await run(command, args, { env: labEnvironment(state, cluster.artifacts) });
    return condition(JSON.parse(answer) as ApiObject, 'Ready');
  } catch {
    return false;
  }
}
