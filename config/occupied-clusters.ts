import * as pulumi from '@pulumi/pulumi';
import type { Finding } from '../model/precheck/finding';
import { precheckCluster } from './precheck';
import type { Reading } from './read';
import { runningStack } from './running-stack';
import { untracedError } from './untraced-error';

/** How long an API server may take for each answer, in milliseconds. */
const PATIENCE = 15_000;

/** A finding, and the check that made it. */
interface InTheWay extends Finding {
  readonly id: string;
}

/**
 * Looks at the clusters that the stack's last outputs do not name, before anything is made in them. Later runs ask nothing: a stack's own clusters are not
 * empty, and the look costs time. In a preview, a cluster that does not answer is a warning, so that the others are previewed all the same.
 *
 * @throws pulumi.RunError with everything that is in the way.
 */
export async function refuseOccupied({ accesses, plan }: Reading): Promise<void> {
  const stack = runningStack();
  const known = await deployedBefore(
    stack,
    plan.clusters.map(({ name }) => name),
  );
  if (known === undefined) return;
  const fresh = plan.clusters.filter(({ name, state }) => state === 'active' && !known.clusters.has(name));
  const { own } = known;
  const checked = await Promise.all(
    fresh.map((cluster) => {
      const kubeconfig = accesses[cluster.name]?.kubeconfig ?? '';
      return precheckCluster(cluster, { kubeconfig, own, stack, patience: PATIENCE });
    }),
  );
  const findings = checked.flatMap(({ results }) =>
    results.flatMap(({ check: { id }, findings: found = [] }) => found.map((each): InTheWay => ({ ...each, id }))),
  );
  const silent = checked.flatMap(({ cluster, unreached }) => (unreached === undefined ? [] : [{ cluster, unreached }]));
  for (const each of findings.filter(({ status }) => status === 'warn')) await pulumi.log.warn(lineOf(each));
  const unanswered = silent.map(
    ({ cluster, unreached }) => `cluster ${cluster}: it does not answer: ${unreached} [MW901]`,
  );
  if (pulumi.runtime.isDryRun()) for (const line of unanswered) await pulumi.log.warn(line);
  const inTheWay = [
    ...(pulumi.runtime.isDryRun() ? [] : unanswered),
    ...findings.filter(({ status }) => status === 'fail').map((each) => `${lineOf(each)}\n    ${each.fix}`),
  ];
  if (inTheWay.length > 0) throw untracedError(refusal(inTheWay));
}

function lineOf({ cluster, id, object, owner, problem }: InTheWay): string {
  return `cluster ${cluster}: ${object} (${owner}): ${problem} [${id}]`;
}

/** What a person reads when clusters are not as the stack needs them. */
export function refusal(lines: readonly string[]): string {
  const count = lines.length === 1 ? 'One thing is' : `${lines.length} things are`;
  return [
    `${count} in the way in clusters where this stack has made nothing yet. Nothing was changed.`,
    ...lines.map((line) => `  ${line}`),
    '`npm run mesh -- precheck` asks again, and docs/how-to/clusters-in-use.md tells what to do.',
  ].join('\n\n');
}

/** The last deployment of this stack, as far as it tells what is the stack's. */
interface DeployedBefore {
  readonly clusters: ReadonlySet<string>;
  /** UIDs of the objects in the state. A run that ended early has left objects, and no outputs. */
  readonly own: ReadonlyMap<string, unknown>;
}

/** Undefined where the backend does not say. */
async function deployedBefore(stack: string, wanted: readonly string[]): Promise<DeployedBefore | undefined> {
  try {
    const { outputs } = (await pulumi.runtime.invoke('pulumi:pulumi:readStackOutputs', { name: stack })) as {
      outputs?: { clusters?: Readonly<Record<string, unknown>> };
    };
    const clusters = new Set(Object.keys(outputs?.clusters ?? {}));
    const isComplete = wanted.every((name) => clusters.has(name));
    return { clusters, own: isComplete ? new Map() : await objectsOf(stack) };
  } catch (error) {
    await pulumi.log.warn(
      `New clusters are not looked at, because the backend does not tell what this stack has made: ${String(error)}. Run \`npm run mesh -- precheck\` first.`,
    );
    return undefined;
  }
}

async function objectsOf(stackName: string): Promise<Map<string, unknown>> {
  const { outputs } = (await pulumi.runtime.invoke('pulumi:pulumi:readStackResourceOutputs', { stackName })) as {
    outputs: Readonly<Record<string, { outputs?: { metadata?: { uid?: string } } }>>;
  };
  return new Map(
    Object.values(outputs).flatMap(({ outputs: object }): [string, unknown][] => {
      const uid = object?.metadata?.uid;
      return typeof uid === 'string' ? [[uid, undefined]] : [];
    }),
  );
}
