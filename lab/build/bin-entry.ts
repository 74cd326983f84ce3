import { link, mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { Cache } from '../cache/entry';
import { keyOf } from '../cache/key';
import type { Programs } from './go-programs';
import { labDirectory, pluginVersions } from './versions';

/** Names by which the Kubernetes multi-call binary is called. */
const kubernetesPrograms = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kubectl',
  'load-balancer',
  'certificates',
];

/** A directory for PATH, made of hard links: the engine looks for its language host beside its own real file. */
export async function binEntry(
  cache: Cache,
  parts: {
    readonly kubernetes: Programs;
    readonly engine: Programs | undefined;
    readonly languageHost: Programs | undefined;
  },
): Promise<string> {
  const links = kubernetesPrograms.map((name): [string, string] => [
    name,
    path.join(parts.kubernetes.directory, 'kube'),
  ]);
  for (const [name, programs] of [
    ['etcd', parts.kubernetes] as const,
    ['pulumi', parts.engine] as const,
    ['pulumi-language-nodejs', parts.languageHost] as const,
  ]) {
    if (programs !== undefined) {
      links.push([name, path.join(programs.directory, name)]);
    }
  }
  return linked(cache, 'bin', links);
}

/** A directory for each stand-in plugin, as the engine's plugin directory has it. */
export async function standInEntry(cache: Cache, plugins: Programs): Promise<string> {
  const links = Object.keys(pluginVersions).map((name): [string, string] => {
    const program = `pulumi-resource-${name}`;
    return [path.join(name, program), path.join(plugins.directory, program)];
  });
  return linked(cache, 'plugin-directories', links);
}

async function linked(cache: Cache, name: string, links: readonly (readonly [string, string])[]): Promise<string> {
  const key = await keyOf({ root: labDirectory, values: links.flat() });
  return cache.ensure({ name, key }, async (directory) => {
    for (const [target, source] of links) {
      await mkdir(path.dirname(path.join(directory, target)), { recursive: true });
      await link(source, path.join(directory, target));
    }
  });
}
