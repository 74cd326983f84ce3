import { readFile } from 'node:fs/promises';
import * as path from 'node:path';

/** The directory `lab/`: everything that is built from source is below it. */
export const labDirectory = path.dirname(__dirname);

/** The Istio release whose sources lab/build/istio/go.mod names: its tags are not served as module versions, only its commit is. */
export const istioVersion = '1.31.1';

/** Hub of the Istio images that the lab builds. No registry of that name exists, so nothing can be pulled by mistake. */
export const imageHub = 'meshwork.lab/istio';

/** test/images/agnhost/VERSION of the Kubernetes module. */
export const agnhostVersion = '2.63.0';

/** Tag of the pause image: that of the upstream image that this Kubernetes release names. */
export const pauseVersion = '3.10';

/** The provider plugins that the project's npm packages ask for. */
export const pluginVersions = { kubernetes: '4.34.2', tls: '5.6.1', random: '4.21.2', command: '1.2.1' } as const;

/** Reads the version of a module that a go.mod below `lab/` requires, e.g. `v1.36.3`. */
export async function requiredVersion(goMod: string, module: string): Promise<string> {
  const text = await readFile(path.join(labDirectory, goMod), 'utf8');
  const escaped = module.replace(/[.]/g, '\\.');
  const version = new RegExp(`^(?:require)?\\s*${escaped} (v\\S+)`, 'm').exec(text)?.[1];
  if (version === undefined) {
    throw new Error(`lab/${goMod} requires no module ${module}. Was it renamed or upgraded to another major version?`);
  }
  return version;
}
