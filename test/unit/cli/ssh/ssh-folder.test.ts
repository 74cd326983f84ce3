import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SshFolder } from '../../../../cli/ssh/ssh-folder';

const target = {
  host: '10.0.51.2',
  ssh: { user: 'admin', port: 22, hostKey: 'ssh-ed25519 AAAA', anyHostKey: false },
  key: 'the key',
  bastionKey: 'the key',
};

describe('verify: files for ssh', () => {
  it('can be read by their user alone, and go', () => {
    const folder = SshFolder.make(target);
    try {
      const modes = ['.', ...readdirSync(folder.path)].map((name) => statSync(join(folder.path, name)).mode & 0o077);
      assert.deepEqual(new Set(modes), new Set([0]));
      assert.equal(readFileSync(join(folder.path, 'machine.key'), 'utf8'), 'the key\n');
    } finally {
      folder.remove();
    }
    assert.equal(existsSync(folder.path), false);
  });

  it('go at the end of the process at the latest', () => {
    const program =
      `const { SshFolder } = require('./cli/ssh/ssh-folder');` +
      `console.log(SshFolder.make(${JSON.stringify(target)}).path);process.exit(3);`;
    try {
      execFileSync(process.execPath, ['--import', 'tsx', '-e', program], { encoding: 'utf8', stdio: 'pipe' });
      assert.fail('it ends with code 3');
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      assert.equal(status, 3);
      assert.match(stdout, /\/mesh-\w+\n$/);
      assert.equal(existsSync(stdout.trim()), false);
    }
  });
});
