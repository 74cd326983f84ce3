import * as path from 'node:path';
import { cacheDirectory } from '../../cache/directory';
import { Cache } from '../../cache/entry';
import type { Progress } from '../../progress';
import type { ImageArchive } from '../artifacts-types';
import { debianEntry } from '../debian/entry';
import { debianRelease } from '../debian/release';
import * as groups from '../go-groups';
import { goPrograms } from '../go-programs';
import { imageEntry } from '../images/entry';
import { addProxyPackages } from '../images/proxy-root';
import { imageHub, istioVersion } from '../versions';

/** Builds the image of Istio's CNI agent, which only labs that ask for it need, or finds it in the cache. */
export async function buildIstioCni(options: { readonly progress: Progress }): Promise<ImageArchive> {
  const { progress } = options;
  const cache = new Cache(cacheDirectory());
  const [programs, debian] = await Promise.all([
    goPrograms(cache, [groups.istioCni], progress),
    debianRelease().then((release) => debianEntry(cache, release, progress)),
  ]);
  const { directory, key } = programs.get(groups.istioCni);
  return imageEntry(
    cache,
    {
      name: 'install-cni',
      reference: `${imageHub}/install-cni:${istioVersion}`,
      from: [key, debian.key],
      // The agent looks for the plugin in this place (cni/deployments/kubernetes/Dockerfile.install-cni of Istio's sources).
      config: { entrypoint: ['/usr/local/bin/install-cni'], workingDirectory: '/opt/cni/bin' },
      addFiles: async (root) => {
        // It runs iptables where it repairs pods.
        await addProxyPackages(root, debian.proxyRoot);
        await root.addAccounts({});
        await root.addDirectory('run');
        await root.addProgram('opt/cni/bin/istio-cni', path.join(directory, 'istio-cni'));
        await root.addProgram('usr/local/bin/install-cni', path.join(directory, 'install-cni'));
      },
    },
    progress,
  );
}
