import * as pulumi from '@pulumi/pulumi';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../model/machines/shell-word';
import type { MachinePlan } from '../../model/plan/workload-group-plan';
import type { MachineCertificate } from './machine-certificate';

/** The parts of the script, in their order. */
const PARTS = [
  'become-root',
  'messages',
  'lock',
  'checks',
  'record',
  'package-manager',
  'package',
  'files',
  'hosts',
  'identity',
  'proxy',
  'leave',
  'main',
] as const;

/** Everything that the script for one machine is made from. */
export interface ProvisioningArgs {
  readonly machine: MachinePlan;
  readonly certificate: Pick<MachineCertificate, 'privateKey' | 'chain' | 'begin' | 'expiry'>;
  readonly roots: pulumi.Input<string>;
  readonly istiodAddresses: pulumi.Input<string[]>;
}

/** The script by which a machine joins and leaves a mesh, with all its values. Secret: it holds the machine's key. */
export function provisioning({
  certificate,
  istiodAddresses,
  machine,
  roots,
}: ProvisioningArgs): pulumi.Output<string> {
  const { begin, chain, expiry, privateKey } = certificate;
  return pulumi
    .all([privateKey, chain, begin, expiry, roots, istiodAddresses])
    .apply(([key, certificates, notBefore, notAfter, rootCertificates, addresses]) =>
      provisioningScript(machine, {
        key,
        chain: certificates,
        notBefore,
        notAfter,
        roots: rootCertificates,
        address: addresses[0] ?? '',
      }),
    );
}

/** Values of the script that are known only once other resources are made. */
export interface ProvisioningValues {
  readonly key: string;
  readonly chain: string;
  /** RFC 3339. */
  readonly notBefore: string;
  /** RFC 3339. */
  readonly notAfter: string;
  readonly roots: string;
  /** IP address by which the machine reaches istiod. */
  readonly address: string;
}

/** The text of the script. */
export function provisioningScript(machine: MachinePlan, values: ProvisioningValues): string {
  const { clusterEnv, istiodHost, meshConfig, name, sidecar } = machine;
  const seconds = (time: string) => String(Math.floor(Date.parse(time) / 1000));
  const variables: Readonly<Record<string, string>> = {
    MACHINE: name,
    CLUSTER_ENV: clusterEnv,
    MESH_CONFIG: meshConfig,
    ROOT_CERTIFICATES: values.roots,
    CERTIFICATE_CHAIN: values.chain,
    CERTIFICATE_KEY: values.key,
    CERTIFICATE_BEGIN: seconds(values.notBefore),
    CERTIFICATE_END: seconds(values.notAfter),
    ISTIOD_ADDRESS: values.address,
    ISTIOD_HOST: istiodHost,
    PACKAGE_FORMAT: sidecar.installed ? 'installed' : sidecar.format,
    PACKAGE_ARCHITECTURE: sidecar.installed ? '' : sidecar.architecture,
    PACKAGE_URL: sidecar.installed ? '' : sidecar.url,
    PACKAGE_SHA256: sidecar.installed ? '' : sidecar.sha256,
  };
  const [becomeRoot, ...others] = PARTS.map(part);
  const assignments = Object.entries(variables).map(([key, value]) => `${key}=${shellWord(value)}`);
  return [`MACHINE=${shellWord(name)}`, becomeRoot, ...assignments, ...others].join('\n');
}

function part(name: (typeof PARTS)[number]): string {
  return readFileSync(join(__dirname, 'script', `${name}.sh`), 'utf8');
}
