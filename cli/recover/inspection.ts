import { leavingOut } from '../../config/left-out-variable';
import type { Reading } from '../../config/read';
import { offlineClusters } from '../../model/plan/deployed-plan';
import type { Elapsed } from '../elapsed';
import { UsageError, CommandError } from '../errors';
import { clusterReach } from './cluster-reach';
import { readDeployment, type StackDeployment } from './deployment';
import type { Recovery } from './description';
import { findingsOf, referencesOf } from './findings';
import { LiveObjects } from './live-objects';
import { type ObjectReference, written } from './object-reference';
import { plannedResources, type PlannedResources } from './planned-resources';
import type { PulumiCli } from './pulumi-cli';
import { type StackLock, stackLocks } from './stack-lock';

/** What recovery looked at. */
export interface Inspection {
  readonly deployment: StackDeployment;
  readonly planned: PlannedResources;
  readonly live: LiveObjects;
  /** The references of some objects, by how they are written. */
  readonly references: (objects: ReadonlySet<string>) => ObjectReference[];
}

/** How a stack is to be recovered. */
export interface RecoveryChoice {
  /** Objects without the mark of the stack that it may take over, as `CLUSTER/KIND/NAMESPACE/NAME`. */
  readonly take: readonly string[];
  /** Whether the owner of a lock has ended, as the user says: another machine cannot tell. */
  readonly releaseLock: boolean;
}

/**
 * Looks at the lock, the state, the plan and the clusters of a stack. It changes nothing.
 *
 * @throws CommandError if the stack is in use, and UsageError if an object that may be taken is not there.
 */
export async function inspect(
  cli: PulumiCli,
  { accesses, plan }: Pick<Reading, 'accesses' | 'plan'>,
  choice: RecoveryChoice,
  elapsed: Elapsed,
): Promise<{ recovery: Recovery; inspection: Inspection }> {
  const { stack } = cli.target;
  const deployment = readDeployment(await cli.state(['stack', 'export']));
  const locks = await locksOf(cli, deployment);
  refuseLivingOwner(locks ?? [], choice);
  const offline = offlineClusters(plan);
  const asking = Object.entries(accesses).filter(([cluster]) => !offline.has(cluster));
  const live = await LiveObjects.of(Object.fromEntries(asking.map(([name, { kubeconfig }]) => [name, kubeconfig])));
  elapsed.say(
    `state read: ${deployment.resources.length} resources, ${deployment.pending.length} operations had begun`,
  );
  const planned = await previewed(cli, [...live.silent.keys()]);
  elapsed.say(`plan previewed: ${planned.created.length} resources are to be made`);
  const asked = referencesOf(deployment, planned);
  const existing = await live.existing(asked);
  elapsed.say(`clusters asked for ${asked.length} objects: ${existing.size} exist`);
  const reach = clusterReach(plan, new Set(live.silent.keys()));
  const found = findingsOf({ deployment, planned, live: existing, reach });
  const wanted = new Set(choice.take);
  const unknown = choice.take.filter(
    (name) => ![...found.foreign, ...found.lost].some(({ object }) => object === name),
  );
  if (unknown.length > 0)
    throw new UsageError(
      `--take names ${unknown.join(', ')}, but no such object stands where the plan wants to make one. Objects are written CLUSTER/KIND/NAMESPACE/NAME; --dry-run lists those that can be taken.`,
    );
  const recovery: Recovery = {
    schemaVersion: 1,
    stack,
    locks: locks ?? null,
    silent: Object.fromEntries(live.silent),
    unserved: reach.unserved,
    offline: reach.offline,
    previewFailure: planned.failure ?? null,
    found,
    taken: found.foreign.filter(({ object }) => wanted.has(object)).map(({ object, urn }) => ({ object, urn })),
    left: found.foreign.filter(({ object }) => !wanted.has(object)),
    releaseLock: (locks?.length ?? 0) > 0 || (locks === undefined && choice.releaseLock),
  };
  const references = (objects: ReadonlySet<string>) => asked.filter((reference) => objects.has(written(reference)));
  return { recovery, inspection: { deployment, planned, live, references } };
}

async function locksOf(cli: PulumiCli, { resources }: StackDeployment): Promise<StackLock[] | undefined> {
  const { url = '' } = JSON.parse(await cli.backend(['whoami', '--json'])) as { url?: string };
  // URNs name the project; a state without a resource has none.
  return stackLocks(url, resources[0]?.urn.split('::')[1] ?? 'meshwork', cli.target.stack);
}

function refuseLivingOwner(locks: readonly StackLock[], { releaseLock }: RecoveryChoice): void {
  for (const { hostname, owner, pid, timestamp, username } of locks) {
    if (owner === 'alive')
      throw new CommandError(
        `The stack is in use: process ${pid} of ${username} has held its lock since ${timestamp}, and still runs. Wait until it ends, or end it.`,
      );
    if (owner === 'elsewhere' && !releaseLock)
      throw new CommandError(
        `The stack is locked by process ${pid} of ${username}@${hostname} since ${timestamp}. Whether it still runs can only be seen there. If it has ended, add --release-lock.`,
      );
  }
}

/** A preview takes no lock, and asks the clusters as `up` would, without those that did not answer. */
async function previewed(cli: PulumiCli, silent: readonly string[]): Promise<PlannedResources> {
  const { code, stderr, stdout } = await cli.program(['preview', '--json'], { environment: leavingOut(silent) });
  try {
    const planned = plannedResources(stdout);
    return code === 0 ? planned : { ...planned, failure: planned.failure ?? (stderr.trim() || `exit code ${code}`) };
  } catch {
    throw new CommandError(`\`pulumi preview\` ended with exit code ${code}: ${(stderr || stdout).trim()}`);
  }
}
