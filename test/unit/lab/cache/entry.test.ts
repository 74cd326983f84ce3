import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Cache } from '../../../../lab/cache/entry';

const entry = { name: 'tool', key: '0123456789abcdef' };

describe('cache entry', () => {
  let directory: string;
  let cache: Cache;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'meshwork-cache-'));
    cache = new Cache(directory);
  });

  afterEach(() => rm(directory, { recursive: true }));

  const fillWith = (text: string) => (into: string) => writeFile(path.join(into, 'file'), text);
  const content = (of: string): Promise<string> => readFile(path.join(of, 'file'), 'utf8');
  const visible = async (): Promise<string[]> => (await readdir(directory)).filter((name) => !name.endsWith('.lock'));

  it('is made once and reused afterwards', async () => {
    await cache.ensure(entry, fillWith('first'));
    const again = await cache.ensure(entry, () => assert.fail('a complete entry must not be made again'));
    assert.equal(await content(again), 'first');
  });

  it('that failed half-way is made again', async () => {
    const failing = async (into: string): Promise<void> => {
      await fillWith('half')(into);
      throw new Error('disk full');
    };
    await assert.rejects(cache.ensure(entry, failing), /disk full/);
    assert.equal(await cache.find(entry), undefined);
    assert.equal(await content(await cache.ensure(entry, fillWith('whole'))), 'whole');
    assert.deepEqual(await visible(), ['tool-0123456789abcdef']);
  });

  it('whose maker was killed is made again, without waiting for the dead', async () => {
    const program = `
      const { Cache } = require(${JSON.stringify(require.resolve('../../../../lab/cache/entry'))});
      const { writeFileSync } = require('node:fs');
      new Cache(process.argv[1]).ensure(${JSON.stringify(entry)}, (into) => {
        writeFileSync(into + '/file', 'half');
        process.stdout.write('half\\n');
        return new Promise(() => setInterval(() => {}, 1000));
      });`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--eval', program, directory]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    assert.deepEqual(await visible(), ['.tool-0123456789abcdef.partial']);
    assert.equal(await content(await cache.ensure(entry, fillWith('whole'))), 'whole');
    assert.deepEqual(await visible(), ['tool-0123456789abcdef']);
  }).timeout(10_000);

  it('is made by one of two that want it at the same time', async () => {
    let fills = 0;
    const fill = async (into: string): Promise<void> => {
      fills += 1;
      await fillWith('whole')(into);
    };
    await Promise.all([cache.ensure(entry, fill), new Cache(directory).ensure(entry, fill)]);
    assert.equal(fills, 1);
  });

  it('is removed when a newer one is made, if it was not used for long', async () => {
    const [old, recent] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'].map((key) => path.join(directory, `tool-${key}`));
    await mkdir(old ?? '');
    await mkdir(recent ?? '');
    await mkdir(path.join(directory, 'toolbox-aaaaaaaaaaaaaaaa'));
    const longAgo = new Date(Date.now() - 15 * 24 * 3600 * 1000);
    await utimes(old ?? '', longAgo, longAgo);
    await cache.ensure(entry, fillWith('new'));
    const expected = ['tool-0123456789abcdef', 'tool-bbbbbbbbbbbbbbbb', 'toolbox-aaaaaaaaaaaaaaaa'];
    assert.deepEqual((await visible()).sort(), expected);
  });
});
