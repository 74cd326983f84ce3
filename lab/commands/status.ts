import { clusterContexts } from '../cluster/contexts';
import type { ClusterContext } from '../cluster/context';
import { run } from '../build/command';
import { programs } from '../cluster/start';
import { labEnvironment } from '../environment';
import { readMachineInformation, type SidecarPackage } from '../machine/access';
import { enterLab } from '../namespace/enter';
import { isAlive } from '../namespace/process-identity';
import { runsInside } from '../namespace/running';
import { condition } from '../cluster/readiness';
import type { ApiObject } from '../cluster/api';
import { patiently } from '../patience';
import type { LabRecord, LabState } from '../state';
import { activeFaults } from './fault';
import { describeMachine, isMachineHealthy, type MachineStatus, machineStatuses } from './machine-status';

/** The state of a cluster that should be running. */
export interface ClusterStatus {
  readonly name: string;
  readonly network: string;
  readonly apiServer: string;
  readonly loadBalancerRange: string;
  /** Whether each node is ready. */
  readonly nodes: Readonly<Record<string, boolean>>;
  /** Whether each process runs. Those of further nodes have the node's name in front. */
  readonly processes: Readonly<Record<string, boolean>>;
}

/** The state of a lab, as `status` shows it. */
export interface LabStatus {
  readonly running: boolean;
  readonly stateDirectory: string;
  readonly since?: string;
  readonly engine?: string;
  readonly clusters: readonly ClusterStatus[];
  readonly machines: readonly MachineStatus[];
  /** Istio's package for machines; there if there are machines. */
  readonly package?: PackageStatus;
  /** What is broken on purpose, as `FAULT in CLUSTER`. */
  readonly faults: readonly string[];
  /** Clusters and machines that are being added or taken away, or were when `up` was cut off. */
  readonly unfinished: readonly string[];
}

/** Where machines download Istio's package, and whether its server runs. */
export interface PackageStatus extends SidecarPackage {
  readonly running: boolean;
}

/** Looks at the lab without changing anything. */
export async function labStatus(state: LabState): Promise<LabStatus> {
  const record = await state.record();
  if (record === undefined || !isAlive(record.outer)) {
    return { running: false, stateDirectory: state.directory, clusters: [], machines: [], faults: [], unfinished: [] };
  }
  const contexts = await clusterContexts(state, record.clusters);
  const clusters = await Promise.all(contexts.map((cluster) => clusterStatus(state, record, cluster)));
  const machines = await machineStatuses(state, record);
  const { since, engine, joining, leaving, leavingMachines } = record;
  const unprepared = record.machines.filter(({ name }) => !machines.some((machine) => machine.name === name));
  const unfinished = [...new Set([...joining, ...leaving, ...leavingMachines, ...unprepared].map(({ name }) => name))];
  const served = await packageStatus(state, record);
  return {
    ...{ running: true, stateDirectory: state.directory, since, engine, clusters, machines, unfinished },
    faults: await activeFaults(state),
    ...(served === undefined ? {} : { package: served }),
  };
}

async function packageStatus(state: LabState, { outer }: LabRecord): Promise<PackageStatus | undefined> {
  const information = await readMachineInformation(state);
  if (information === undefined) return undefined;
  return { ...information.package, running: await runsInside(outer, state.packageServer) };
}

/** Says whether everything that should run does. */
export function isHealthy(status: LabStatus): boolean {
  const whole = status.clusters.every((cluster) => unready(cluster).length === 0 && dead(cluster).length === 0);
  const machines = status.machines.every(isMachineHealthy) && status.package?.running !== false;
  return status.running && status.unfinished.length === 0 && whole && machines;
}

/** The status for people. */
export function describeStatus(status: LabStatus): string {
  if (!status.running) {
    return `No lab is running in ${status.stateDirectory}. Start it with \`npm run lab -- up\`.\n`;
  }
  const clusters = status.clusters.map((cluster) => {
    const missing = dead(cluster);
    const processes = missing.length === 0 ? 'all processes run' : `NOT RUNNING: ${missing.join(', ')}`;
    const node = describeNodes(cluster);
    return `  ${cluster.name} (network ${cluster.network})  ${cluster.apiServer}  ${node}, ${processes}\n`;
  });
  const machines = status.machines.map(describeMachine);
  const served = status.package === undefined ? [] : [describePackage(status.package)];
  const unfinished = status.unfinished.map((name) => `  ${name}  is being added or taken away\n`);
  const faults = status.faults.map((fault) => `  broken on purpose: ${fault}\n`);
  const advice = isHealthy(status)
    ? ''
    : '`npm run lab -- up` starts what died and finishes what was cut off; `npm run lab -- logs` tells why it did.\n';
  return `The lab runs since ${status.since ?? '?'}; its state is in ${status.stateDirectory}.\n${status.engine ?? ''}\n${[...clusters, ...machines, ...served, ...faults, ...unfinished].join('')}${advice}`;
}

function describePackage({ running, url }: PackageStatus): string {
  return `  Istio's package for machines  ${url}  ${running ? 'served' : 'NOT SERVED'}\n`;
}

function describeNodes(cluster: ClusterStatus): string {
  const count = Object.keys(cluster.nodes).length;
  const missing = unready(cluster);
  if (missing.length === 0) return count === 1 ? 'node ready' : `${count} nodes ready`;
  return count === 1 ? 'node NOT READY' : `nodes NOT READY: ${missing.join(', ')}`;
}

function unready({ nodes }: ClusterStatus): string[] {
  return Object.keys(nodes).filter((name) => nodes[name] !== true);
}

function dead(cluster: ClusterStatus): string[] {
  return Object.keys(cluster.processes).filter((name) => cluster.processes[name] !== true);
}

async function clusterStatus(state: LabState, record: LabRecord, cluster: ClusterContext): Promise<ClusterStatus> {
  const { addresses } = cluster;
  const processes = await Promise.all(
    cluster.nodes.flatMap((node) => {
      const { first, second } = programs(node);
      return [...first, ...second].map(async ({ name }) => {
        const title = node.isFirst ? name : `${node.name} ${name}`;
        return [title, await runsInside(record.outer, node.process(name))] as const;
      });
    }),
  );
  const nodes = cluster.nodes.map(async ({ name }) => [name, await nodeReady(state, record, cluster, name)] as const);
  return {
    name: cluster.name,
    network: addresses.network,
    apiServer: addresses.apiServer,
    loadBalancerRange: addresses.loadBalancerRange,
    nodes: Object.fromEntries(await Promise.all(nodes)),
    processes: Object.fromEntries(processes),
  };
}

async function nodeReady(state: LabState, record: LabRecord, cluster: ClusterContext, node: string): Promise<boolean> {
  const ask = [
    'kubectl',
    '--context',
    cluster.name,
    `--request-timeout=${patiently(15)}s`,
    'get',
    '--raw',
    `/api/v1/nodes/${node}`,
  ];
  const [command = '', ...args] = enterLab({ outer: record.outer, cgroup: state.id }, ask, '/');
  try {
    const answer = await run(command, args, { env: labEnvironment(state, cluster.artifacts) });
    return condition(JSON.parse(answer) as ApiObject, 'Ready');
  } catch {
    return false;
  }
}
