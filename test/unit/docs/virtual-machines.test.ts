import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync } from 'glob';
import { parse, stringify } from 'yaml';
import { type Reading, readConfiguration } from '../../../config/read';
import { mergeValues, type Values } from '../../../model/plan/values';
import type { Problem } from '../../../model/problems/problem';
import { problemsWhen } from '../config/refusal';
import { pathsIn } from '../model/every-key';
import { primaryRemote } from '../model/specimen';

const ROOT = resolve(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/how-to/virtual-machines.md'), 'utf8');
const SCRIPT = join(ROOT, 'components/machines/script');

/** Texts of the page's blocks of code of a language, without the indentation of the list that they stand in. */
function blocksOf(language: string): string[] {
  return [...PAGE.matchAll(/^( *)```(.*)\n([^]*?)^ *```$/gm)]
    .filter(([, , found]) => found === language)
    .map(([, indentation = '', , text = '']) => text.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''));
}

/** Pieces of config on the page, with keys as config/read.ts takes them. The first is the whole example of a machine that joins. */
function pieces(): Values[] {
  return blocksOf('yaml').map((block) =>
    Object.fromEntries(
      Object.entries(parse(block) as Values).map(([key, value]) => [key.replace(/^meshwork:/, ''), value]),
    ),
  );
}

function kubeconfig(name: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server: `https://${name}.example:6443` } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { token: 'a token' } }],
  });
}

/** Two clusters that a reader of the page has already, and their kubeconfigs. */
function clusters(): Values {
  return { ...primaryRemote(), kubeconfigs: { east: kubeconfig('east'), west: kubeconfig('west') } };
}

/** Reads config: that of the clusters with pieces of the page, and keys for SSH unless others are given. */
function read(layers: readonly Values[], sshKeys: Values = { default: 'a key' }): Reading {
  return readConfiguration(mergeValues(clusters(), { sshKeys }, ...layers), {});
}

function problemsOf(layers: readonly Values[], sshKeys: Values): readonly Problem[] {
  return problemsWhen(() => read(layers, sshKeys));
}

describe('how to take virtual machines into a mesh', () => {
  const [example = {}, ...settings] = pieces();
  const commands = blocksOf('').filter((block) => !block.startsWith('meshwork: '));

  it('joins a machine by config that is accepted as it stands', () => {
    const { plan } = read([example]);
    const [group, ...others] = plan.workloadGroups;
    assert.deepEqual(others, []);
    assert.deepEqual(
      group?.machines.map(({ name }) => name),
      ['db-1'],
    );
    assert.ok(PAGE.includes(`\`${group.identity.replace('blue.example', '<trust domain>')}\``), group.identity);
    assert.ok(PAGE.includes(`\`${group.service?.name ?? ''}.${group.namespace}:5432\``));
  });

  it('shows settings that are accepted beside it', () => {
    assert.equal(settings.length, 9);
    for (const piece of settings) assert.ok(read([example, piece]).plan.workloadGroups.length > 0);
  });

  it('shows every key of groups and machines', () => {
    const reference = readFileSync(join(ROOT, 'docs/reference/config.md'), 'utf8');
    const keys = [...reference.matchAll(/^\| `meshwork:((?:workloadGroups|virtualMachines)[^`]*)`/gm)];
    assert.ok(keys.length > 40);
    const shown = new Set(pieces().flatMap((piece) => pathsIn(piece).map((path) => path.join(' '))));
    const missing = keys.map(([, key = '']) => key).filter((key) => !isShown(key, shown));
    assert.deepEqual(missing, []);
  });

  it('sets and removes the key for SSH of the machine, as the message about a missing key says', () => {
    const problems = problemsOf([example], {});
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['meshwork:sshKeys'],
    );
    const [set, , , remove] = commands.map((command) => command.trim());
    assert.equal(set, problems[0]?.fix?.replace('FILE', 'key'));
    assert.equal(remove, "pulumi config rm --path 'meshwork:sshKeys.db-1'");
    // Without the machine, its key is refused.
    const left = { ...example, virtualMachines: {} };
    assert.deepEqual(
      problemsOf([left], { 'db-1': 'a key' }).map(({ path }) => path),
      ['meshwork:sshKeys.db-1'],
    );
  });

  it('asks the machine of the example for its host key, and the source of its package for the SHA-256', () => {
    const [machine] = read([example]).plan.workloadGroups.flatMap(({ machines }) => machines);
    assert.ok(machine !== undefined && !machine.sidecar.installed);
    const [, hostKey, sha256] = commands.map((command) => command.trim());
    assert.equal(hostKey, `ssh-keyscan -t ed25519 ${machine.address}`);
    assert.equal(sha256, `curl -fsSL ${machine.sidecar.url}.sha256`);
    assert.equal(commands.length, 4, 'there are no other commands');
  });

  it('explains every step of the script that can fail', () => {
    const parts = globSync('*.sh', { cwd: SCRIPT }).map((file) => readFileSync(join(SCRIPT, file), 'utf8'));
    const steps = parts.flatMap((part) =>
      [...part.matchAll(/\bSTEP=(\w+)|step \\"(\w+)\\"/g)].map(([, set, said]) => set ?? said),
    );
    const explained = [...PAGE.matchAll(/^\| `(\w+)` \|/gm)].map(([, step]) => step);
    assert.deepEqual(explained.sort(), [...new Set(steps)].sort());
  });

  it('shows a message as the script writes it', () => {
    const [shown = ''] = blocksOf('').filter((block) => block.startsWith('meshwork: '));
    const message = "fail '/etc/hosts cannot be written.'";
    assert.ok(readFileSync(join(SCRIPT, 'hosts.sh'), 'utf8').includes(message));
    const script = `. ${join(SCRIPT, 'messages.sh')}\nMACHINE=db-1\nSTEP=hosts\n${message}`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    assert.deepEqual([status, stderr], [70, shown]);
  });

  it('names the ports that the rules keep free, and the times and sizes of the script', () => {
    const [ports = ''] = /its ports [\d, and]+/.exec(PAGE) ?? [];
    const [kept = ''] = problemsOf([example, { workloadGroups: { postgres: { ports: { sql: 15021 } } } }], {
      default: 'a key',
    }).flatMap(({ expected, path }) => (path.endsWith('.ports.sql') && expected.includes('15000') ? [expected] : []));
    assert.deepEqual(kept.match(/\d+/g), ports.match(/\d+/g));
    const script = ['checks', 'proxy'].map((part) => readFileSync(join(SCRIPT, `${part}.sh`), 'utf8')).join('\n');
    const mebibytes = Number(/^NEEDED=(\d+)$/m.exec(script)?.[1]) / 1024;
    assert.ok(PAGE.includes(`${mebibytes} MiB of disk`));
    assert.ok(PAGE.includes(`less than ${mebibytes} MiB left`));
    assert.ok(PAGE.includes(`within ${/^PATIENCE=(\d+)$/m.exec(script)?.[1] ?? 'no'} s.`));
  });
});

/** Whether a key of the reference is among paths that are joined by spaces; `<name>` stands for any name. */
function isShown(key: string, shown: ReadonlySet<string>): boolean {
  const pattern = new RegExp(`^${key.split('.').join(' ').replaceAll('<name>', '\\S+')}$`);
  return [...shown].some((path) => pattern.test(path));
}
