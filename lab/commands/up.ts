import { mkdir, writeFile } from 'node:fs/promises';
import { type Artifacts, linkPlugins } from '../build/artifacts';
import { withLock } from '../cache/lock';
import { searchPath } from '../cluster/context';
import { labArtifacts } from '../cluster/contexts';
import { type Membership, NO_CLUSTERS, planMembership } from '../membership';
import { startOuter } from '../namespace/outer';
import { isAlive } from '../namespace/process-identity';
import type { ClusterRequest } from '../network/plan';
import { configOverlay } from '../overlay';
import type { Progress } from '../progress';
import { type LabRecord, type LabState, writeJson } from '../state';
import { changeMembership } from './change-membership';
import { clear } from './clear';

/** Clusters of a lab if the user names none: two, each in a network of its own. */
const DEFAULT_CLUSTERS: readonly ClusterRequest[] = [
  { name: 'east', network: 'net-east' },
  { name: 'west', network: 'net-west' },
];

/** The changes that `up` made. */
export interface UpResult {
  /** False if the lab was running already. */
  readonly fresh: boolean;
  /** The clusters that were added. */
  readonly joined: readonly string[];
  /** The clusters that were taken away, including those that an interrupted `up` left unfinished. */
  readonly left: readonly string[];
}

/**
 * Starts a lab, or the dead programs of a running one, and adds and removes clusters until it has those that are asked for.
 * @throws LabError if a running cluster is asked for in another network.
 */
export async function up(
  state: LabState,
  options: {
    readonly artifacts: Artifacts;
    readonly progress: Progress;
    readonly clusters?: readonly ClusterRequest[] | undefined;
  },
): Promise<UpResult> {
  const { progress } = options;
  return withLock(
    state.lock,
    async () => {
      const known = await state.record();
      if (known !== undefined && isAlive(known.outer)) {
        const membership = planMembership(known, options.clusters);
        // Those that join get the programs and images that the others have.
        await changeMembership(state, known, membership, await labArtifacts(state), progress);
        return { fresh: false, ...changeOf(membership) };
      }
      if (known !== undefined) {
        progress.note('   The lab before this one ended without `down`. Its clusters and its stacks are removed.');
      }
      const membership = planMembership(NO_CLUSTERS, options.clusters ?? DEFAULT_CLUSTERS);
      const begun = await progress.step('Prepare namespaces', () => begin(state, known, options.artifacts));
      await changeMembership(state, begun, membership, options.artifacts, progress);
      return { fresh: true, ...changeOf(membership) };
    },
    () => progress.note('   Another lab command is working on this lab; waiting for it.'),
  );
}

function changeOf({ joining, leaving }: Membership): Pick<UpResult, 'joined' | 'left'> {
  const joined = joining.map(({ name }) => name);
  return { joined, left: leaving.map(({ name }) => name).filter((name) => !joined.includes(name)) };
}

/** Makes a lab without clusters. It writes the files before the record: other commands read them as soon as there is a record. */
async function begin(
  state: LabState,
  earlier: LabRecord | undefined,
  artifacts: Artifacts,
): Promise<Omit<LabRecord, keyof Membership>> {
  await clear(state, earlier);
  await writeJson(state.artifacts, artifacts);
  await mkdir(state.backend, { recursive: true, mode: 0o700 });
  await linkPlugins(artifacts.engine, state.pulumiHome);
  await writeFile(state.overlay, configOverlay(artifacts, 'short'), { mode: 0o600 });
  const outer = await startOuter(state.id, searchPath(artifacts));
  return { outer, since: new Date().toISOString(), engine: artifacts.engine.explanation };
}
