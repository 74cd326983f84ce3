import { relative } from 'node:path';
import { DEFAULT_TIMEOUT_SECONDS } from '../../cli/commands/verify-options';
import type { Example } from '../../examples/example';
import { buildArtifacts } from '../build/artifacts';
import { LabError } from '../error';
import { patiently } from '../patience';
import { formatDuration, type Progress } from '../progress';
import { CHECKOUT, type LabState } from '../state';
import { exec } from './exec';
import { installIngress } from './ingress';
import { prepareNodePools } from './node-pools';
import { up, type UpOptions, type UpResult } from './up';
import { applyNamespaces, applyWorkloads } from './workloads';

/** Stack whose config is committed for the lab's default clusters. */
const STACK = 'dev';

function next(clusters: readonly { readonly name: string }[], config: readonly string[]): string {
  return `
Done. It is up; here is what to look at next:

  npm run lab -- exec -- kubectl --context ${clusters[0]?.name ?? ''} get pods -A
  npm run lab -- exec -- pulumi stack output
  npm run lab -- exec -- ${['npm run verify', ...(config.length === 0 ? [] : ['--', ...config])].join(' ')}
  npm run lab -- exec -- ${['pulumi preview --diff', ...config].join(' ')}      after a change to ${config[1] ?? 'Pulumi.dev.yaml'}
  npm run lab -- status
  npm run lab -- down                               ends it and leaves nothing but the cache
`;
}

/** Builds what a lab needs and starts it. */
export async function buildAndStart(
  state: LabState,
  progress: Progress,
  wanted: Pick<UpOptions, 'clusters' | 'machines' | 'nodes'>,
): Promise<UpResult> {
  const artifacts = await buildArtifacts({ progress, machines: (wanted.machines ?? []).length > 0 });
  progress.note(`   ${artifacts.engine.explanation}`);
  const result = await up(state, { artifacts, progress, ...wanted });
  progress.note(`   ${describeUp(result)}`);
  return result;
}

function describeUp({ fresh, joined, left }: UpResult): string {
  if (fresh) {
    return 'The lab is up. Its clusters are empty: only the builds are kept from earlier labs.';
  }
  if (joined.length + left.length === 0) {
    return 'The lab was up already and is used as it is.';
  }
  const changes = [
    ...(joined.length === 0 ? [] : [`Added, and empty: ${joined.join(', ')}.`]),
    ...(left.length === 0 ? [] : [`Taken away: ${left.join(', ')}.`]),
  ];
  return `The lab was up already. ${changes.join(' ')} The others run on.`;
}

/** Starts a lab, deploys the dev stack or an example to it, and shows that it works. */
export async function mainJob(state: LabState, progress: Progress, example?: Example): Promise<void> {
  progress.note(
    example === undefined
      ? 'Builds real Kubernetes clusters on this machine, makes one mesh of them, and shows that it works.'
      : `Builds real Kubernetes clusters on this machine, deploys ${example.name} to them, and shows that it works.`,
  );
  progress.note('The first run compiles everything and takes its time; later runs start from the cache.\n');
  await buildAndStart(state, progress, { clusters: example?.clusters(), machines: example?.machines() });
  if (example !== undefined) await prepare(state, progress, example);
  const config = example === undefined ? [] : ['--config-file', relative(CHECKOUT, example.configFile)];
  const times: string[] = [];
  const { deploy, show } = stages(config);
  const go = async (stages: readonly Stage[]) => {
    for (const [title, command] of stages) times.push(`   ${title}  ${await stage(state, progress, title, command)}`);
  };
  await go(deploy);
  if (example !== undefined) await applyWorkloads(state, example);
  await go(show);
  progress.note('');
  times.forEach((line) => progress.note(line));
  progress.summary();
  progress.note(next((await state.requireRunning()).clusters, config));
}

/** Installs the ingress controllers that an example needs, prepares the nodes of its pools, and makes the namespaces of its workloads. The pods come after the mesh, to get sidecars. */
async function prepare(state: LabState, progress: Progress, example: Example): Promise<void> {
  const clusters = example.ingressClusters();
  if (clusters.length > 0) await installIngress(state, { clusters, progress });
  await prepareNodePools(state, example);
  await applyNamespaces(state, example);
}

/** A title, and the command behind it. */
type Stage = readonly [string, readonly string[]];

/**
 * The commands that follow once the lab is up. `select --create` makes the stack if this lab's backend has none. An example is deployed to the same
 * stack, because the engine writes a config file of its own for every stack that has none.
 */
function stages(config: readonly string[]): { readonly deploy: readonly Stage[]; readonly show: readonly Stage[] } {
  return {
    deploy: [
      ['Select the stack', ['pulumi', 'stack', 'select', '--create', '--secrets-provider', 'passphrase', STACK]],
      ['Deploy (pulumi up)', ['pulumi', 'up', '--yes', '--stack', STACK, ...config]],
    ],
    show: [
      ['Send requests (npm run verify)', ['npm', 'run', '--silent', 'verify', '--', ...verifyTimeout(), ...config]],
    ],
  };
}

/** The option that gives verify more time than its default, on a machine that needs it. */
function verifyTimeout(): readonly string[] {
  const seconds = patiently(DEFAULT_TIMEOUT_SECONDS);
  return seconds === DEFAULT_TIMEOUT_SECONDS ? [] : ['--timeout', String(seconds)];
}

/** Runs a command and returns how long it took. The command shows its own progress, so ours shows nothing meanwhile. */
async function stage(state: LabState, progress: Progress, title: string, command: readonly string[]): Promise<string> {
  progress.note(`\n…  ${title}`);
  const begun = performance.now();
  const code = await exec(state, command, CHECKOUT);
  if (code !== 0) {
    throw new LabError(
      `${title} failed: \`npm run lab -- exec -- ${command.join(' ')}\` ended with exit code ${code}. ` +
        'The lab is left running, so that you can look at it; `npm run lab` tries again.',
    );
  }
  const duration = formatDuration(performance.now() - begun);
  progress.note(`✓  ${title}  ${duration}`);
  return duration;
}
