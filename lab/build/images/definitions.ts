import * as path from 'node:path';
import type { DebianEntry } from '../debian/entry';
import type { EnvoyEntry } from '../envoy/entry';
import type { Programs } from '../go-programs';
import type { IstioFiles } from '../istio/entry';
import { agnhostVersion, imageHub, istioVersion, pauseVersion } from '../versions';
import type { ImageConfig } from './oci';
import { addCertificates, addProxyPackages } from './proxy-root';
import type { ImageRoot } from './root';

/** One image: what it is called, what decides its content, and how its files are made. */
export interface ImageDefinition {
  readonly name: string;
  readonly reference: string;
  /** Keys of the entries that go into it. */
  readonly from: readonly string[];
  readonly config: ImageConfig;
  readonly addFiles: (root: ImageRoot) => Promise<void>;
}

/** The entries that images are made of. */
export interface ImageParts {
  readonly kubernetes: Programs;
  readonly coredns: Programs;
  readonly istio: Programs;
  readonly debian: DebianEntry;
  readonly envoy: EnvoyEntry;
  readonly istioFiles: IstioFiles;
  readonly corednsVersion: string;
}

/** The account that Istio's images run as: its iptables rules let through what this one sends. */
const istioProxy = { 'istio-proxy': 1337 };
const nonroot = { nonroot: 65532 };

/** The images of a lab. References of `pause`, `agnhost` and `coredns` are ours; Istio's are what its charts make of hub and tag. */
export function imageDefinitions(parts: ImageParts): readonly ImageDefinition[] {
  const { kubernetes, coredns, istio, debian, envoy, istioFiles } = parts;
  return [
    {
      name: 'pause',
      reference: `meshwork.lab/pause:${pauseVersion}`,
      from: [kubernetes.key],
      config: { entrypoint: ['/pause'], user: '65535:65535' },
      addFiles: (root) => root.addProgram('pause', path.join(kubernetes.directory, 'pause')),
    },
    {
      name: 'agnhost',
      reference: `meshwork.lab/agnhost:${agnhostVersion}`,
      from: [kubernetes.key],
      config: { entrypoint: ['/agnhost'], user: '65532:65532' },
      addFiles: async (root) => {
        await root.addAccounts(nonroot);
        await root.addProgram('agnhost', path.join(kubernetes.directory, 'agnhost'));
      },
    },
    {
      name: 'coredns',
      reference: `meshwork.lab/coredns:${parts.corednsVersion}`,
      from: [coredns.key],
      // Root inside its container, because it listens on port 53.
      config: { entrypoint: ['/coredns'] },
      addFiles: async (root) => {
        await root.addAccounts(nonroot);
        await root.addProgram('coredns', path.join(coredns.directory, 'coredns'));
      },
    },
    {
      name: 'pilot',
      reference: `${imageHub}/pilot:${istioVersion}`,
      from: [istio.key, debian.key],
      config: { entrypoint: ['/usr/local/bin/pilot-discovery'], user: '1337:1337' },
      addFiles: async (root) => {
        await root.addAccounts(istioProxy);
        await addCertificates(root, debian.proxyRoot);
        await root.addDirectory('var/lib/istio', { owner: 1337 });
        await root.addProgram('usr/local/bin/pilot-discovery', path.join(istio.directory, 'pilot-discovery'));
      },
    },
    {
      name: 'proxyv2',
      reference: `${imageHub}/proxyv2:${istioVersion}`,
      from: [istio.key, debian.key, envoy.key, istioFiles.key],
      config: { entrypoint: ['/usr/local/bin/pilot-agent'], user: '1337:1337' },
      addFiles: async (root) => {
        await addProxyPackages(root, debian.proxyRoot);
        await root.addAccounts(istioProxy);
        for (const directory of ['etc/istio/proxy', 'var/lib/istio/data', 'var/lib/istio/envoy', 'home/istio-proxy']) {
          await root.addDirectory(directory, { owner: 1337 });
        }
        await root.addDirectory('run');
        await root.addProgram('usr/local/bin/envoy', envoy.executable);
        await root.addProgram('usr/local/bin/pilot-agent', path.join(istio.directory, 'pilot-agent'));
        await root.addProgram('var/lib/istio/envoy/envoy_bootstrap_tmpl.json', istioFiles.bootstrapTemplate);
      },
    },
  ];
}
