import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StackLock, stackLocks } from '../../../../cli/recover/stack-lock';

const LATER = '2999-01-01T00:00:00Z';

describe('the lock of a stack', () => {
  let backend: string;

  beforeEach(() => (backend = mkdtempSync(join(tmpdir(), 'meshwork-lock-'))));

  afterEach(() => rmSync(backend, { recursive: true }));

  /** Owner of a lock file as the engine writes it. */
  async function ownerOf(content: Partial<StackLock>): Promise<string | undefined> {
    const folder = join(backend, '.pulumi', 'locks', 'organization', 'meshwork', 'dev');
    mkdirSync(folder, { recursive: true });
    const lock = { pid: process.pid, username: 'ci', hostname: hostname(), timestamp: LATER, ...content };
    writeFileSync(join(folder, 'a.json'), JSON.stringify(lock));
    const locks = await stackLocks(`file://${backend}`, 'meshwork', 'dev');
    return locks?.[0]?.owner;
  }

  it('has a living owner while the process runs that took it', async () => {
    assert.equal(await ownerOf({}), 'alive');
  });

  it('has a dead owner after the process was killed', async () => {
    const child = spawn('sleep', ['600']);
    assert.equal(await ownerOf({ ...(child.pid === undefined ? {} : { pid: child.pid }) }), 'alive');
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    assert.equal(await ownerOf({ ...(child.pid === undefined ? {} : { pid: child.pid }) }), 'dead');
  });

  it('has a dead owner if another process got its number', async function () {
    if (spawnSync('test', ['-r', '/proc/self/stat']).status !== 0) this.skip();
    assert.equal(await ownerOf({ timestamp: '2001-01-01T00:00:00Z' }), 'dead');
  });

  it('has an owner that cannot be seen if it was taken on another machine', async () => {
    assert.equal(await ownerOf({ hostname: 'runner-7' }), 'elsewhere');
  });

  it('is of its stack alone', async () => {
    await ownerOf({});
    assert.deepEqual(await stackLocks(`file://${backend}`, 'meshwork', 'other'), []);
  });

  it('cannot be seen where state is not in files', async () => {
    assert.equal(await stackLocks('s3://bucket', 'meshwork', 'dev'), undefined);
  });
});
