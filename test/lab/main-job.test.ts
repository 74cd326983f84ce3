import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The README's commands, as a newcomer types them. */
describe('npm run lab', () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'meshwork-main-job-')), 'lab');

  /** Runs a command as a user would, on a lab of its own; returns all that it says. */
  async function npm(...args: string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn('npm', args, {
      env: { ...process.env, MESHWORK_LAB_DIR: directory },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, output: Buffer.concat(chunks).toString() };
  }

  async function succeed(...args: string[]): Promise<string> {
    const { code, output } = await npm(...args);
    assert.equal(code, 0, output);
    return output;
  }

  after(() => npm('run', 'lab', '--', 'down'));

  it('takes a machine from nothing to a mesh whose traffic was seen to flow', async () => {
    const output = await succeed('run', 'lab');
    assert.match(output, /✓ verify passed: 4 of 4 pairs/);
    assert.match(output, /east → west: spiffe:\S+ → spiffe:\S+, through gateway/);
  });

  it('leaves a lab that the other commands of the README work on', async () => {
    assert.match(await succeed('run', 'lab', '--', 'status'), /node ready/);
    assert.match(
      await succeed('run', 'lab', '--', 'exec', '--', 'kubectl', '--context', 'west', 'get', 'pods', '-A'),
      /istio-eastwestgateway/,
    );
    assert.match(
      await succeed('run', 'lab', '--', 'exec', '--', 'pulumi', 'stack', 'output', 'clusters'),
      /eastWestGateway/,
    );
    assert.match(await succeed('run', 'lab', '--', 'exec', '--', 'pulumi', 'preview', '--diff'), /unchanged/);
    assert.match(await succeed('run', 'lab', '--', 'exec', '--', 'npm', 'run', 'verify'), /verify passed/);
    assert.match(await succeed('run', 'lab', '--', 'logs', 'east', 'etcd'), /etcd/);
  });

  it('takes an example from nothing, with what its reader brings along, and ends with commands that work', async () => {
    await succeed('run', 'lab', '--', 'down');
    const output = await succeed('run', 'lab', '--', 'example', 's1-no-mesh');
    assert.match(output, /✓ west → catalog\.shop\.svc\.cluster\.local:80, by an Ingress: answered \(NOW: /);
    assert.match(output, /✓ west → orders\.shop\.svc\.cluster\.local:80, by a load balancer: answered \(NOW: /);
    assert.match(output, /✓ verify passed: 2 of 2 service ports/);
    const hints = [...output.matchAll(/^ {2}npm (run lab -- exec -- .*?)(?: {2,}.*)?$/gm)].map(([, hint = '']) => hint);
    assert.equal(hints.length, 4, output);
    for (const hint of hints) await succeed(...hint.split(' '));
  });

  it('ends with nothing left', async () => {
    await succeed('run', 'lab', '--', 'down');
    assert.match((await npm('run', 'lab', '--', 'status')).output, /No lab is running/);
  });
});
