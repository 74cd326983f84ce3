import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeCheckpoints } from '../../../bench/checkpoints';

describe('copies of the states that an update wrote', () => {
  it('are counted, plain and compressed, and removed; the state and its backup stay', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'meshwork-checkpoints-'));
    try {
      const kept = ['dev.json.zst', 'dev.json.zst.attrs', 'dev.json.zst.bak', 'dev.json.zst.bak.attrs'];
      const copies = ['dev.json.zst.1795577396119080714', 'dev.json.1795577396122488578'];
      const names = [...kept, ...copies, ...copies.map((name) => `${name}.attrs`)];
      for (const name of names) await writeFile(join(directory, name), 'four');
      assert.deepEqual(await takeCheckpoints(directory), { writes: 2, bytes: 8 });
      assert.deepEqual((await readdir(directory)).sort(), kept);
      assert.deepEqual(await takeCheckpoints(directory), { writes: 0, bytes: 0 });
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
