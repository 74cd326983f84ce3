import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Cache } from '../../cache/entry';
import { keyOf } from '../../cache/key';
import type { Progress } from '../../progress';
import { go } from '../go-build';
import { istioVersion, labDirectory } from '../versions';

/** What is taken as files from Istio's sources. */
export interface IstioFiles {
  readonly key: string;
  /** Charts in directories named as in the published repository. */
  readonly charts: string;
  /** Template of the configuration that pilot-agent starts Envoy with. */
  readonly bootstrapTemplate: string;
  /** Directory with the files of Istio's package for machines other than programs: start script, settings, systemd unit and postinst. */
  readonly packaging: string;
}

/** Files of the sources' tools/packaging that go into that package. */
const packagingFiles = ['common/istio-start.sh', 'common/sidecar.env', 'common/istio.service', 'postinst.sh'] as const;

/** The published names of the charts, and where the sources keep them. */
const charts = { base: 'base', istiod: 'istio-control/istio-discovery', cni: 'istio-cni', gateway: 'gateway' } as const;

/** Copies charts, bootstrap template and packaging out of Istio's module (go.sum pins its content), or finds them in the cache. */
export async function istioFiles(cache: Cache, progress: Progress): Promise<IstioFiles> {
  const files = ['build/istio/go.mod', 'build/istio/go.sum', 'build/istio/entry.ts'];
  const key = await keyOf({ root: labDirectory, values: [istioVersion], files });
  const directory = await cache.ensure({ name: 'istio-files', key }, (partial) =>
    progress.step("Istio's charts", () => copyFiles(partial)),
  );
  return {
    key,
    charts: path.join(directory, 'charts'),
    bootstrapTemplate: path.join(directory, 'bootstrap.json'),
    packaging: path.join(directory, 'packaging'),
  };
}

async function copyFiles(directory: string): Promise<void> {
  const module = await moduleDirectory('istio.io/istio');
  for (const [name, source] of Object.entries(charts)) {
    await copyChart(path.join(module, 'manifests/charts', source), path.join(directory, 'charts', name));
  }
  await cp(path.join(module, 'tools/packaging/common/envoy_bootstrap.json'), path.join(directory, 'bootstrap.json'));
  for (const file of packagingFiles) {
    await cp(path.join(module, 'tools/packaging', file), path.join(directory, 'packaging', path.basename(file)));
  }
}

/** Downloads a module of the workspace, if need be, and says where it is. */
async function moduleDirectory(module: string): Promise<string> {
  const answer: unknown = JSON.parse(await go(['mod', 'download', '-json', module]));
  if (typeof answer === 'object' && answer !== null && 'Dir' in answer && typeof answer.Dir === 'string') {
    return answer.Dir;
  }
  throw new Error(`go mod download -json ${module}: expected an object with Dir, found ${JSON.stringify(answer)}.`);
}

/** Copies a chart and, as Istio's release builder does, gives it the release's version in place of the sources' 1.0.0. */
async function copyChart(source: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  await cp(source, target, { recursive: true });
  // Files of the module cache are read-only by design; the copy is written anew.
  const original = await readFile(path.join(source, 'Chart.yaml'), 'utf8');
  const stamped = original.replace(/^(version|appVersion): .*$/gm, `$1: ${istioVersion}`);
  await chmod(path.join(target, 'Chart.yaml'), 0o644);
  await writeFile(path.join(target, 'Chart.yaml'), stamped);
}
