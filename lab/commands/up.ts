import { mkdir } from 'node:fs/promises';
import { type Artifacts, linkPlugins } from '../build/artifacts';
import { withLock } from '../cache/lock';
import { searchPath } from '../cluster/context';
import { labArtifacts } from '../cluster/contexts';
import { type MachineMembership, NO_MACHINES, planMachineMembership } from '../machine/membership';
import { type Membership, NO_CLUSTERS, planMembership, requestOf } from '../membership';
import { LabError } from '../error';
import { startOuter } from '../namespace/outer';
import { isAlive } from '../namespace/process-identity';
import type { MachineRequest } from '../network/machines';
import type { ClusterRequest } from '../network/plan';
import { writeOverlay } from '../overlay';
import type { Progress } from '../progress';
import { type LabRecord, type LabState, writeJson } from '../state';
import { changeMembership } from './change-membership';
import { clear } from './clear';

/** Clusters of a lab if the user names none: two, each in a network of its own. */
const DEFAULT_CLUSTERS: readonly ClusterRequest[] = [
  { name: 'east', network: 'net-east' },
  { name: 'west', network: 'net-west' },
];

/** The clusters and machines that a lab is to have, and how to get there. */
export interface UpOptions {
  /** They include artifacts for machines if machines are asked for. */
  readonly artifacts: Artifacts;
  readonly progress: Progress;
  /** All clusters that the lab is to have. Default: those that it has, and in a new lab `DEFAULT_CLUSTERS`. */
  readonly clusters?: readonly ClusterRequest[] | undefined;
  /** How many nodes clusters are to have, by their names. */
  readonly nodes?: Readonly<Record<string, number>> | undefined;
  /** All machines that the lab is to have. Default: those that it has. */
  readonly machines?: readonly MachineRequest[] | undefined;
}

/** The changes that `up` made. */
export interface UpResult {
  /** False if the lab was running already. */
  readonly fresh: boolean;
  /** The clusters and machines that were added. */
  readonly joined: readonly string[];
  /** The clusters and machines that were taken away, including those that an interrupted `up` left unfinished. */
  readonly left: readonly string[];
}

/**
 * Starts a lab, or the dead programs of a running one, and adds and removes clusters and machines until it has those that are asked for.
 * @throws LabError if a running cluster is asked for in another network, or if a machine cannot have its name.
 */
export async function up(state: LabState, options: UpOptions): Promise<UpResult> {
  const { progress } = options;
  return withLock(
    state.lock,
    async () => {
      const known = await state.record();
      if (known !== undefined && isAlive(known.outer)) {
        const membership = plan(known, options);
        const artifacts = await artifactsOf(state, options.artifacts);
        await changeMembership(state, known, membership, artifacts, progress);
        return { fresh: false, ...changeOf(known, membership) };
      }
      if (known !== undefined) {
        progress.note('   The lab before this one ended without `down`. Its clusters and its stacks are removed.');
      }
      const nothing = { ...NO_CLUSTERS, ...NO_MACHINES };
      const membership = plan(nothing, { ...options, clusters: options.clusters ?? DEFAULT_CLUSTERS });
      const begun = await progress.step('Prepare namespaces', () => begin(state, known, options.artifacts));
      await changeMembership(state, begun, membership, options.artifacts, progress);
      return { fresh: true, ...changeOf(nothing, membership) };
    },
    () => progress.note('   Another lab command is working on this lab; waiting for it.'),
  );
}

/** Which clusters and machines a lab has. */
type Members = Membership & MachineMembership;

function plan(known: Members, wanted: Pick<UpOptions, 'clusters' | 'machines' | 'nodes'>): Members {
  const requests = wanted.clusters ?? [...known.clusters, ...known.joining].map(requestOf);
  const membership = planMembership(known, withNodes(requests, wanted.nodes ?? {}));
  const clusters = [...membership.clusters, ...membership.joining, ...membership.leaving].map(({ name }) => name);
  return { ...membership, ...planMachineMembership(known, clusters, wanted.machines) };
}

/** @throws LabError if nodes are asked for of a cluster that there is not to be. */
function withNodes(
  clusters: readonly ClusterRequest[],
  nodes: Readonly<Record<string, number>>,
): readonly ClusterRequest[] {
  const names = clusters.map(({ name }) => name);
  const missing = Object.keys(nodes).filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new LabError(`--nodes: there is no cluster ${missing.join(', ')}, only ${names.join(', ')}.`);
  return clusters.map((cluster) => {
    const count = nodes[cluster.name];
    return count === undefined ? cluster : { ...cluster, nodes: count };
  });
}

/** Those that join a lab use the programs and images of the others. The first machines add the artifacts for machines. */
async function artifactsOf(state: LabState, built: Artifacts): Promise<Artifacts> {
  const artifacts = await labArtifacts(state);
  if (artifacts.machines !== undefined || built.machines === undefined) return artifacts;
  const extended = { ...artifacts, machines: built.machines };
  await writeJson(state.artifacts, extended);
  return extended;
}

function changeOf(known: Members, planned: Members): Pick<UpResult, 'joined' | 'left'> {
  const machines = planned.machines.filter((machine) => !known.machines.includes(machine));
  const joined = [...planned.joining, ...machines].map(({ name }) => name);
  const left = [...planned.leaving, ...planned.leavingMachines].map(({ name }) => name);
  return { joined, left: left.filter((name) => !joined.includes(name)) };
}

/**
 * Makes a lab without clusters and machines. It writes the files before the record: other commands read them as soon as there is
 * a record.
 */
async function begin(
  state: LabState,
  earlier: LabRecord | undefined,
  artifacts: Artifacts,
): Promise<Omit<LabRecord, keyof Members>> {
  await clear(state, earlier);
  await writeJson(state.artifacts, artifacts);
  await mkdir(state.backend, { recursive: true, mode: 0o700 });
  await linkPlugins(artifacts.engine, state.pulumiHome);
  await writeOverlay(state, artifacts, 'short');
  const outer = await startOuter(state.id, searchPath(artifacts));
  return { outer, since: new Date().toISOString(), engine: artifacts.engine.explanation };
}
