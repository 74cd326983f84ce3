import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sshFiles, type SshTarget } from '../../../../cli/ssh/ssh-config';

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPYeVQGF3Gx';
const ECDSA = 'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY=';
const target: SshTarget = {
  host: '10.0.51.2',
  ssh: { user: 'admin', port: 2222, hostKey: ED25519, anyHostKey: false },
  key: 'the key',
  bastionKey: 'the key of the bastion\n',
};
const bastion = { host: 'jump.example', user: 'jumper', port: 22, hostKey: ECDSA, anyHostKey: false };
const behindBastion: SshTarget = { ...target, ssh: { ...target.ssh, bastion } };

/** The settings that the `ssh` program makes of the files. */
function settings(of: SshTarget, server: string): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-'));
  try {
    const { config = '' } = sshFiles(of, '/folder');
    writeFileSync(join(folder, 'config'), config);
    const shown = execFileSync('ssh', ['-F', join(folder, 'config'), '-G', server], { encoding: 'utf8' });
    const pairs = shown.split('\n').map((line): [string, string] => {
      const at = line.indexOf(' ');
      return [line.slice(0, at), line.slice(at + 1)];
    });
    return new Map(pairs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('verify: config of ssh', () => {
  it('dials the machine as config says, with its key and no other', () => {
    const made = settings(target, 'machine');
    assert.deepEqual(
      ['hostname', 'port', 'user', 'identityfile', 'identitiesonly', 'batchmode', 'forwardagent'].map((name) =>
        made.get(name),
      ),
      ['10.0.51.2', '2222', 'admin', '/folder/machine.key', 'yes', 'yes', 'no'],
    );
    assert.equal(made.get('proxyjump'), undefined);
  });

  it('takes the host key of config and no other', () => {
    const made = settings(target, 'machine');
    assert.deepEqual(
      ['stricthostkeychecking', 'userknownhostsfile', 'globalknownhostsfile', 'hostkeyalias', 'hostkeyalgorithms'].map(
        (name) => made.get(name),
      ),
      ['true', '/folder/known_hosts', '/dev/null', 'machine', 'ssh-ed25519'],
    );
    assert.equal(sshFiles(target, '/folder')['known_hosts'], `machine ${ED25519}\n`);
  });

  it('takes any host key where config says so', () => {
    const made = settings({ ...target, ssh: { user: 'admin', port: 22, anyHostKey: true } }, 'machine');
    assert.deepEqual([made.get('stricthostkeychecking'), made.get('userknownhostsfile')], ['false', '/dev/null']);
  });

  it('goes through a bastion with a key and host key of its own', () => {
    assert.equal(settings(behindBastion, 'machine').get('proxyjump'), 'bastion');
    const made = settings(behindBastion, 'bastion');
    assert.deepEqual(
      ['hostname', 'user', 'identityfile', 'hostkeyalgorithms', 'stricthostkeychecking'].map((name) => made.get(name)),
      ['jump.example', 'jumper', '/folder/bastion.key', 'ecdsa-sha2-nistp256', 'true'],
    );
    const files = sshFiles(behindBastion, '/folder');
    assert.equal(files['known_hosts'], `machine ${ED25519}\nbastion ${ECDSA}\n`);
    assert.deepEqual([files['machine.key'], files['bastion.key']], ['the key\n', 'the key of the bastion\n']);
  });
});
