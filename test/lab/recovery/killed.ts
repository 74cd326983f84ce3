import { strict as assert } from 'node:assert';
import { readDeployment } from '../../../cli/recover/deployment';
import type { Lab } from '../../../lab/lab';
import { applyObjects } from '../apply';
import { assertNothingOfIstio } from '../remains';
import type { Stack } from '../stack';

/** The moment at which a command is killed. */
export interface Kill {
  readonly moment: 'begins' | 'runs' | 'ends';
  /** Name of the resource whose operation begins, is under way or has ended then. */
  readonly resource: string;
}

/** Title of a test of a kill. */
export function titleOf(command: string, { moment, resource }: Kill): string {
  return `${command}, killed as the operation on ${resource} ${moment}`;
}

/** Kills `pulumi up`, and brings the stack back into order. Returns what recovery said. */
export async function recoveredUp(stack: Stack, kill: Kill): Promise<string> {
  await stack.kill(kill, 'up', '--yes', '--skip-preview');
  const said = await recovered(stack);
  await stack.succeed('up', '--yes', '--skip-preview');
  await asPlanned(stack);
  return said;
}

/** Kills `pulumi destroy`, brings the stack back into order, and destroys it. */
export async function recoveredDestroy(lab: Lab, stack: Stack, kill: Kill): Promise<void> {
  await stack.kill(kill, 'destroy', '--yes', '--skip-preview');
  await recovered(stack);
  await stack.succeed('destroy', '--yes', '--skip-preview');
  await assertNothingOfIstio(lab);
}

/** Runs recover, which has to succeed, and leaves nothing that had begun in the state. */
export async function recovered(stack: Stack): Promise<string> {
  const { code, stderr, stdout } = await stack.recover('--yes');
  assert.equal(code, 0, stdout + stderr);
  assert.deepEqual(readDeployment(await stack.state()).pending, []);
  return stdout;
}

/** Fails unless a stack has nothing to do and no drift, and traffic flows. */
export async function asPlanned(stack: Stack): Promise<void> {
  await stack.unchanged();
  await stack.verified();
}

/** Objects of others, planted beside a stack's. */
export const PLANTED = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'of-others', namespace: 'default' },
    data: { is: 'theirs' },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'role-of-others' },
    rules: [],
  },
];

/** Plants objects of others in every cluster of a lab, and returns what they are. */
export async function plant(lab: Lab): Promise<string> {
  for (const cluster of (await lab.clusters()).keys()) await applyObjects(lab, cluster, PLANTED);
  return planted(lab);
}

/** What the planted objects are now, with their versions: any write would change these. */
export async function planted(lab: Lab): Promise<string> {
  const names = ['configmap/of-others', 'clusterrole/role-of-others'];
  const found = [];
  for (const cluster of (await lab.clusters()).keys())
    found.push(
      await lab.kubectl(cluster, 'get', '--namespace=default', ...names, '--output=jsonpath={.items[*].metadata}'),
    );
  return found.join('\n');
}
