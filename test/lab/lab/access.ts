import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import type { Lab } from '../../../lab/lab';
import { CHECKOUT } from '../../../lab/state';
import { deployProbe } from './probe';
import { removeLab, temporaryLab } from './temporary-lab';

/**
 * Tests of the access to pods, API servers and a lab's secrets.
 *
 * @param running a lab with the cluster alpha.
 */
export function access(running: () => Lab): void {
  let lab: Lab;
  let pod: string;

  before(async () => {
    lab = running();
    ({ pod } = await deployProbe(lab, 'alpha'));
  });

  it('shows logs of pods', async () => {
    assert.match(await lab.kubectl('alpha', '-n', 'probe', 'logs', pod), /8080/);
  });

  it('runs commands in pods', async () => {
    assert.match(
      await lab.kubectl('alpha', '-n', 'probe', 'exec', pod, '--', '/agnhost', 'netexec', '--help'),
      /http-port/,
    );
  });

  it('forwards ports to pods', async () => {
    const script = `
      file=$(mktemp)
      kubectl -n probe port-forward pod/${pod} 18080:8080 >$file & trap "kill $!; rm $file" EXIT
      tail -n +1 -f $file --pid=$! | sed '/Forwarding/q' >&2
      node -e 'fetch("http://127.0.0.1:18080/hostname").then((r) => r.text()).then(console.log)'`;
    assert.match(await lab.run(['timeout', '120', 'sh', '-c', script]), new RegExp(pod));
  });

  it('verifies API servers by an authority of their own', async () => {
    const config = await lab.run(['kubectl', 'config', 'view', '--raw']);
    assert.match(config, /certificate-authority-data/);
    assert.doesNotMatch(config, /insecure-skip-tls-verify/);
    const without = await lab.exec(['kubectl', '--certificate-authority=/dev/null', 'get', 'nodes']);
    assert.equal(without.code, 1);
  });

  it('refuses requests without a token', async () => {
    const program = `
      const ca = require('yaml').parse(require('fs').readFileSync(process.env.KUBECONFIG, 'utf8')).clusters[0].cluster;
      const options = { ca: Buffer.from(ca['certificate-authority-data'], 'base64') };
      require('https').get(ca.server + '/api/v1/secrets', options, (response) => console.log(response.resume().statusCode));`;
    assert.equal((await lab.run(['node', '-e', program])).trim(), '401');
  });

  it('keeps secrets in files of the owner only, and out of command lines', async () => {
    assert.equal((await stat(lab.kubeconfig)).mode & 0o777, 0o600);
    assert.equal((await stat(lab.directory)).mode & 0o777, 0o700);
    const program = `
      const fs = require('fs');
      const [user] = require('yaml').parse(fs.readFileSync(process.env.KUBECONFIG, 'utf8')).users;
      const commands = fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).map((pid) => {
        try { return fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch { return ''; }
      });
      console.log(commands.some((command) => command.includes(user.user.token)));`;
    assert.equal((await lab.run(['node', '-e', program])).trim(), 'false');
    const loose = await lab.run([
      'find',
      `${lab.directory}/clusters/alpha/certificates`,
      `${lab.directory}/clusters/alpha/kubeconfigs`,
      '-type',
      'f',
      '-perm',
      '/077',
    ]);
    assert.equal(loose, '');
  });

  describe('by `npm run lab -- exec`', () => {
    it('passes input, output, directory and exit code', async () => {
      const outcome = await labCommand(
        ['exec', '--', 'sh', '-c', 'cat; pwd; echo "$KUBECONFIG" >&2; exit 7'],
        '/usr',
        'hello\n',
      );
      assert.deepEqual(outcome, { code: 7, stdout: 'hello\n/usr\n', stderr: `${lab.kubeconfig}\n` });
    });

    it('passes a signal to the command and waits for it to end', async () => {
      const script = 'trap "echo cleaned up; exit 3" TERM; echo started; while :; do sleep 0.1; done';
      const outcome = await labCommand(['exec', '--', 'sh', '-c', script], '/', '', 'SIGTERM');
      assert.deepEqual(outcome, { code: 3, stdout: 'started\ncleaned up\n', stderr: '' });
    });

    it('passes a signal once, also when it was sent to the whole process group', async () => {
      const script = 'trap "echo heard; sleep 1; exit 4" TERM; echo started; while :; do sleep 0.1; done';
      const outcome = await labCommand(['exec', '--', 'sh', '-c', script], '/', '', 'SIGTERM', lab.directory, true);
      assert.deepEqual(outcome, { code: 4, stdout: 'started\nheard\n', stderr: '' });
    });

    it('says what to do when no lab runs', async () => {
      const other = await temporaryLab();
      const outcome = await labCommand(['exec', '--', 'true'], '/', '', undefined, other.directory);
      assert.deepEqual(outcome, {
        code: 1,
        stdout: '',
        stderr: `No lab is running in ${other.directory}. Start it with \`npm run lab -- up\`.\n`,
      });
      await removeLab(other);
    });
  });

  /** Runs the command line itself; a signal is sent once the command has said something. */
  async function labCommand(
    args: readonly string[],
    directory: string,
    input: string,
    signal?: NodeJS.Signals,
    state = lab.directory,
    wholeGroup = false,
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const command = ['--import', `${CHECKOUT}/node_modules/tsx/dist/loader.mjs`, `${CHECKOUT}/lab/main.ts`, ...args];
    const environment = { ...process.env, MESHWORK_LAB_DIR: state, npm_lifecycle_event: '' };
    const child = spawn(process.execPath, command, {
      cwd: directory,
      env: environment,
      stdio: 'pipe',
      detached: wholeGroup,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      if (signal !== undefined) {
        process.kill((wholeGroup ? -1 : 1) * (child.pid ?? 0), signal);
        signal = undefined;
      }
    });
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.stdin.end(input);
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, stdout, stderr };
  }
}
