import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { type Artifacts, linkPlugins } from '../build/artifacts';
import { cacheDirectory } from '../cache/directory';
import { Cache } from '../cache/entry';
import { withLock } from '../cache/lock';
import { searchPath } from '../cluster/context';
import { clusterContexts } from '../cluster/contexts';
import { kubeconfig } from '../cluster/credentials';
import { ensureImageStore } from '../cluster/image-store';
import { prepareCluster } from '../cluster/start';
import { LabError } from '../error';
import { enterLab, typescript } from '../namespace/enter';
import { startOuter } from '../namespace/outer';
import { isAlive } from '../namespace/process-identity';
import { type ClusterRequest, planAddresses } from '../network/plan';
import { configOverlay } from '../overlay';
import type { Progress } from '../progress';
import { CHECKOUT, type LabRecord, type LabState, writeJson } from '../state';
import { clear } from './clear';

/** Clusters of a lab that none were named for: two, each in a network of its own. */
export const DEFAULT_CLUSTERS: readonly ClusterRequest[] = [
  { name: 'east', network: 'net-east' },
  { name: 'west', network: 'net-west' },
];

/** What `up` did. */
export interface UpResult {
  readonly record: LabRecord;
  /** False if the lab was running already; then only what had died was started. */
  readonly fresh: boolean;
}

/** Starts a lab, or what has died of a running one. */
export async function up(
  state: LabState,
  options: {
    readonly artifacts: Artifacts;
    readonly progress: Progress;
    readonly clusters?: readonly ClusterRequest[] | undefined;
  },
): Promise<UpResult> {
  const { artifacts, progress } = options;
  return withLock(
    state.lock,
    async () => {
      const known = await state.record();
      if (known?.complete === true && isAlive(known.outer)) {
        requireSame(known, options.clusters);
        await startInside(state, known, artifacts);
        return { record: known, fresh: false };
      }
      const addresses = planAddresses(options.clusters ?? DEFAULT_CLUSTERS);
      const store = await progress.step('Unpack images', () =>
        ensureImageStore(new Cache(cacheDirectory()), artifacts.images, searchPath(artifacts)),
      );
      if (known !== undefined) {
        progress.note('   The lab before this one ended without `down`. Its clusters and its stacks are removed.');
      }
      const record = await progress.step('Prepare namespaces and files', async () => {
        await clear(state, known);
        const outer = await startOuter(state.id, searchPath(artifacts));
        const started: LabRecord = {
          outer,
          clusters: addresses,
          since: new Date().toISOString(),
          engine: artifacts.engine.explanation,
          complete: false,
        };
        await state.save(started);
        await writeFiles(state, started, artifacts, store);
        return started;
      });
      await startInside(state, record, artifacts);
      return { record: { ...record, complete: true }, fresh: true };
    },
    () => progress.note('   Another lab command is working on this lab; waiting for it.'),
  );
}

async function writeFiles(state: LabState, record: LabRecord, artifacts: Artifacts, imageStore: string): Promise<void> {
  await writeJson(state.artifacts, artifacts);
  await mkdir(state.backend, { recursive: true, mode: 0o700 });
  await linkPlugins(artifacts.engine, state.pulumiHome);
  await writeFile(state.overlay, configOverlay(artifacts), { mode: 0o600 });
  const clusters = await clusterContexts(state, record);
  const accesses = await Promise.all(
    clusters.map(async (cluster) => ({ name: cluster.name, access: await prepareCluster(cluster, imageStore) })),
  );
  await writeJson(state.kubeconfig, kubeconfig(accesses));
}

/** Runs inside.ts in the lab; what it says is for people and goes where we say things. */
async function startInside(state: LabState, record: LabRecord, artifacts: Artifacts): Promise<void> {
  const inside = typescript(path.join(CHECKOUT, 'lab', 'inside.ts'));
  const [command = '', ...args] = enterLab(record.outer, inside, CHECKOUT);
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: searchPath(artifacts), MESHWORK_LAB_DIR: state.directory },
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new LabError(
      'The lab could not be started (see above). `npm run lab -- up` tries again; `npm run lab -- down` removes it.',
    );
  }
}

function requireSame(running: LabRecord, wanted: readonly ClusterRequest[] | undefined): void {
  const describe = (clusters: readonly ClusterRequest[]): string =>
    clusters.map(({ name, network }) => `${name}=${network}`).join(',');
  if (wanted !== undefined && describe(planAddresses(wanted)) !== describe(running.clusters)) {
    throw new LabError(
      `The lab is running with other clusters: ${describe(running.clusters)}. ` +
        'Run `npm run lab -- down` first, or set MESHWORK_LAB_DIR to have a second lab.',
    );
  }
}
