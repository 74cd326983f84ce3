import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { sourceLines } from '../../../../lab/build/debian/apt';
import { offeredVersions, requireOffered } from '../../../../lab/build/debian/download';
import { packagesOf, readLockFile } from '../../../../lab/build/debian/lock-file';
import { machinePackages, packageSets } from '../../../../lab/build/debian/packages';
import { debianRelease } from '../../../../lab/build/debian/release';

describe('pinned Debian packages', () => {
  for (const release of ['bookworm', 'trixie']) {
    it(`of ${release} hold everything that is asked for, each with a checksum`, async () => {
      const lock = await readLockFile(release);
      for (const set of packageSets) {
        const pinned = lock.packages.filter((one) => one.sets.includes(set.name)).map((one) => one.name);
        assert.deepEqual(
          set.roots.filter((name) => !name.startsWith('?') && !pinned.includes(name)),
          [],
        );
        assert.deepEqual(
          set.leftOut.filter((name) => pinned.includes(name)),
          [],
        );
      }
      const machine = packagesOf(lock, [machinePackages]).packages.map(({ name }) => name);
      assert.ok(['base-files', 'bash', 'dpkg'].every((essential) => machine.includes(essential)));
      assert.ok(lock.packages.every((one) => /^[0-9a-f]{64}$/.test(one.sha256)));
    });

    it(`of ${release} name no host`, async () => {
      const text = await readFile(path.join(__dirname, `../../../../lab/build/debian/${release}.lock`), 'utf8');
      assert.doesNotMatch(text, /https?:|\.(org|com|net)\b/);
    });
  }

  it('come from the archive of the machine’s own packages, for any release', () => {
    const targets = [
      'Packages|http://mirror.example/debian/|bookworm|main',
      'Packages|http://mirror.example/debian/|bookworm|contrib',
      'Packages|http://mirror.example/debian/|bookworm-updates|main',
      'Packages|http://mirror.example/security/|bookworm-security|main',
      'Translations|http://mirror.example/debian/|bookworm|main',
      'Packages|http://other.example/|stable|main',
    ].join('\n');
    assert.deepEqual(sourceLines(targets, 'bookworm'), [
      'deb [arch=amd64] http://mirror.example/debian/ bookworm main',
      'deb [arch=amd64] http://mirror.example/debian/ bookworm-updates main',
      'deb [arch=amd64] http://mirror.example/security/ bookworm-security main',
    ]);
    assert.deepEqual(sourceLines(targets, 'trixie'), []);
    assert.deepEqual(sourceLines(targets, 'bookworm', 'trixie'), [
      'deb [arch=amd64] http://mirror.example/debian/ trixie main',
      'deb [arch=amd64] http://mirror.example/debian/ trixie-updates main',
      'deb [arch=amd64] http://mirror.example/security/ trixie-security main',
    ]);
  });

  it('that the archive has replaced are named, with both versions and the way out', () => {
    const offered = offeredVersions(
      ' runc | 1.1.5-2 | mirror main\n runc | 1.1.5-1 | mirror main\n etcd | 3.5-1 | mirror main\n',
    );
    assert.deepEqual(offered.get('runc'), ['1.1.5-2', '1.1.5-1']);
    const pin = { architecture: 'amd64', sha256: '', sets: ['host'] };
    const packages = [
      { ...pin, name: 'runc', version: '1.1.5-1' },
      { ...pin, name: 'etcd', version: '3.4-1' },
      { ...pin, name: 'gone', version: '1' },
    ];
    assert.throws(
      () => requireOffered({ release: 'bookworm', packages }, offered),
      (error: Error) => {
        assert.match(error.message, /etcd: pinned 3\.4-1, offered 3\.5-1\n/);
        assert.match(error.message, /gone: pinned 1, offered not at all/);
        assert.match(error.message, /npm run lab -- pin/);
        assert.doesNotMatch(error.message, /runc/);
        return true;
      },
    );
  });
});

describe('Debian release', () => {
  it('is read from os-release', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'meshwork-release-'));
    const file = path.join(directory, 'os-release');
    await writeFile(file, 'ID=debian\nVERSION_CODENAME=bookworm\n');
    assert.equal(await debianRelease(file), 'bookworm');
    await writeFile(file, 'ID=arch\n');
    await assert.rejects(debianRelease(file), /VERSION_CODENAME/);
    await rm(directory, { recursive: true });
  });
});
