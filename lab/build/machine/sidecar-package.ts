import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Cache } from '../../cache/entry';
import { keyOf } from '../../cache/key';
import type { Progress } from '../../progress';
import type { SidecarArtifact } from '../artifacts-types';
import { run } from '../command';
import type { EnvoyEntry } from '../envoy/entry';
import type { Programs } from '../go-programs';
import { ImageRoot } from '../images/root';
import type { IstioFiles } from '../istio/entry';
import { istioVersion, labDirectory } from '../versions';

/** The entries that the package is made of. */
export interface SidecarParts {
  readonly istio: Programs;
  readonly envoy: EnvoyEntry;
  readonly istioFiles: IstioFiles;
}

/** Files that an administrator may change: an upgrade of the package keeps them. */
const settings = ['/var/lib/istio/envoy/envoy_bootstrap_tmpl.json', '/var/lib/istio/envoy/sidecar.env'];

/** The published package's control file, as tools/packaging/packaging.mk of Istio's sources describes it. */
const control = `Package: istio-sidecar
Version: ${istioVersion}
Architecture: amd64
Maintainer: istio@istio.io
Depends: iproute2, iptables, sudo, hostname
Homepage: http://istio.io
Description: Istio Sidecar
`;

/** Makes the package `istio-sidecar` with the files of the published one and the lab's own programs, or finds it in the cache. */
export async function sidecarPackage(cache: Cache, parts: SidecarParts, progress: Progress): Promise<SidecarArtifact> {
  const { envoy, istio, istioFiles } = parts;
  const files = ['build/machine/sidecar-package.ts'];
  const key = await keyOf({ root: labDirectory, values: [istio.key, envoy.key, istioFiles.key], files });
  const directory = await cache.ensure(
    { name: 'istio-sidecar', key },
    (partial) => progress.step("Istio's package for machines", () => build(parts, partial)),
    () => progress.note("   Another process is making Istio's package for machines: waiting for it."),
  );
  return {
    version: istioVersion,
    file: path.join(directory, 'istio-sidecar.deb'),
    path: `/istio-release/releases/${istioVersion}/deb/istio-sidecar.deb`,
    sha256: (await readFile(path.join(directory, 'sha256'), 'utf8')).trim(),
  };
}

async function build({ envoy, istio, istioFiles }: SidecarParts, directory: string): Promise<void> {
  const root = path.join(directory, 'root');
  await mkdir(root);
  await chmod(root, 0o755);
  const image = new ImageRoot(root);
  const programs = [path.join(istio.directory, 'pilot-agent'), envoy.executable];
  for (const source of programs) await image.addProgram(path.join('usr/local/bin', path.basename(source)), source);
  const packaged = async (source: string, target: string, mode = 0o644): Promise<void> => {
    await image.addDirectory(path.dirname(target));
    await cp(source, path.join(root, target));
    await chmod(path.join(root, target), mode);
  };
  const from = (name: string): string => path.join(istioFiles.packaging, name);
  await packaged(from('istio-start.sh'), 'usr/local/bin/istio-start.sh', 0o755);
  await packaged(from('istio.service'), 'lib/systemd/system/istio.service');
  await packaged(from('sidecar.env'), 'var/lib/istio/envoy/sidecar.env');
  await packaged(istioFiles.bootstrapTemplate, 'var/lib/istio/envoy/envoy_bootstrap_tmpl.json');
  await packaged(from('postinst.sh'), 'DEBIAN/postinst', 0o755);
  await image.addText('DEBIAN/control', control);
  await image.addText('DEBIAN/conffiles', settings.map((file) => `${file}\n`).join(''));
  const file = path.join(directory, 'istio-sidecar.deb');
  // SOURCE_DATE_EPOCH: the same files give the same package. Little compression is fastest, as it is unpacked on the same computer.
  const environment = { ...process.env, SOURCE_DATE_EPOCH: '0' };
  await run('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z1', '--build', root, file], { env: environment });
  await rm(root, { recursive: true });
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  await writeFile(path.join(directory, 'sha256'), `${hash.digest('hex')}\n`);
}
