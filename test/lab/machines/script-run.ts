import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import type { Outcome } from '../../../lab/outcome';

/** A resource of a state with its secrets in clear. */
interface StateResource {
  readonly urn: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** The script of a machine that is in a stack, with all its values and secrets, as `pulumi up` has sent it. */
export async function scriptOf(lab: Lab, machine: string): Promise<string> {
  const state = await lab.run(['pulumi', 'stack', 'export', '--show-secrets', '--stack', 'dev']);
  const { resources } = (JSON.parse(state) as { deployment: { resources: StateResource[] } }).deployment;
  const command = resources.find(({ urn }) => urn.endsWith(`::${machine}-machine-sidecar`));
  const stdin = command?.inputs?.['stdin'] as { plaintext?: string } | undefined;
  return JSON.parse(stdin?.plaintext ?? assert.fail(`${machine} is not in the state`)) as string;
}

/** Runs the script of a machine on it in the way of `pulumi up`, without an engine. */
export function runScript(lab: Lab, machine: string, command: 'join' | 'leave', script: string): Promise<Outcome> {
  return lab.ssh(machine, `bash -s ${command}`, { input: script });
}

/** Sets a variable of a script to another value. */
export function withVariable(script: string, name: string, value: string): string {
  const changed = script.replace(new RegExp(`^${name}=\\S*$`, 'm'), `${name}=${value}`);
  assert.notEqual(changed, script, `the script has no ${name}`);
  return changed;
}

/**
 * Has a script kill itself, as root, before the first of its commands that is as given: it cannot do anything more about it.
 *
 * @param command as it stands in the script; an asterisk stands for anything.
 */
export function killedBefore(script: string, command: string): string {
  const [asUser = '', asRoot] = script.split(/^(?=set -u$)/m);
  assert.ok(asRoot !== undefined, 'the part of root was not found');
  const pattern = command.replace(/[^\w*]/g, '\\$&');
  return `${asUser}set -T\ntrap 'case $BASH_COMMAND in (${pattern}) kill -9 $$ ;; esac' DEBUG\n${asRoot}`;
}
