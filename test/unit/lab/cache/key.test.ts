import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { cacheDirectory } from '../../../../lab/cache/directory';
import { keyOf } from '../../../../lab/cache/key';

describe('cache key', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'meshwork-key-'));
    await writeFile(path.join(root, 'go.mod'), 'module a');
    await writeFile(path.join(root, 'main.go'), 'package main');
  });

  afterEach(() => rm(root, { recursive: true }));

  it('does not depend on the order in which files are listed', async () => {
    const [one, other] = await Promise.all([
      keyOf({ root, files: ['go.mod', 'main.go'] }),
      keyOf({ root, files: ['main.go', 'go.mod'] }),
    ]);
    assert.equal(one, other);
  });

  it('changes with a file, its name, a value, and where values are split', async () => {
    const before = await keyOf({ root, values: ['ab', 'c'], files: ['main.go'] });
    const others = [
      await keyOf({ root, values: ['a', 'bc'], files: ['main.go'] }),
      await keyOf({ root, values: ['ab', 'd'], files: ['main.go'] }),
    ];
    await writeFile(path.join(root, 'main.go'), 'package other');
    others.push(await keyOf({ root, values: ['ab', 'c'], files: ['main.go'] }));
    assert.equal(new Set([before, ...others]).size, 4);
  });
});

describe('cache directory', () => {
  it('follows XDG_CACHE_HOME, unless that is relative', () => {
    assert.equal(cacheDirectory({ XDG_CACHE_HOME: '/var/cache/me' }), '/var/cache/me/meshwork');
    assert.equal(cacheDirectory({ XDG_CACHE_HOME: 'here' }), path.join(os.homedir(), '.cache/meshwork'));
  });
});
