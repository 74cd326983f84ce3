import * as pulumi from '@pulumi/pulumi';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../model/machines/shell-word';
import type { MachinePlan } from '../../model/plan/workload-group-plan';
import type { MachineCertificate } from './machine-certificate';

/** The parts of the script, in their order. */
const PARTS = ['become-root', 'checks', 'package', 'files', 'identity', 'authority', 'proxy', 'leave', 'main'] as const;

/** A certificate that another authority than istiod's signs for a machine. */
export interface OwnCertificate {
  readonly certificate: Pick<MachineCertificate, 'privateKey' | 'chain' | 'begin' | 'expiry'>;
  /** Certificates of the roots of that authority, PEM. */
  readonly roots: pulumi.Input<string>;
}

/** Everything that the script for one machine is made from. */
export interface ProvisioningArgs {
  readonly machine: MachinePlan;
  readonly certificate: Pick<MachineCertificate, 'privateKey' | 'chain' | 'begin' | 'expiry'>;
  /** The certificate that the machine shows in calls; undefined if istiod issues these. */
  readonly own: OwnCertificate | undefined;
  readonly roots: pulumi.Input<string>;
  readonly istiodAddresses: pulumi.Input<string[]>;
}

/** The script by which a machine joins and leaves a mesh, with all its values. Secret: it holds the machine's key. */
export function provisioning({
  certificate,
  istiodAddresses,
  machine,
  own,
  roots,
}: ProvisioningArgs): pulumi.Output<string> {
  const ownFiles = own === undefined ? pulumi.output(undefined) : identityOf(own.certificate, own.roots);
  return pulumi
    .all([identityOf(certificate, roots), ownFiles, istiodAddresses])
    .apply(([istiod, ofOwn, addresses]) =>
      provisioningScript(machine, { istiod, own: ofOwn, address: addresses[0] ?? '' }),
    );
}

function identityOf(
  { begin, chain, expiry, privateKey }: OwnCertificate['certificate'],
  roots: pulumi.Input<string>,
): pulumi.Output<IdentityFiles> {
  return pulumi
    .all([privateKey, chain, begin, expiry, roots])
    .apply(([key, certificates, notBefore, notAfter, rootCertificates]) => ({
      key,
      chain: certificates,
      notBefore,
      notAfter,
      roots: rootCertificates,
    }));
}

/** A certificate of a machine, with its key and the roots of those who signed it, PEM. */
export interface IdentityFiles {
  readonly key: string;
  readonly chain: string;
  /** RFC 3339. */
  readonly notBefore: string;
  /** RFC 3339. */
  readonly notAfter: string;
  readonly roots: string;
}

/** Values of the script that are known only once other resources are made. */
export interface ProvisioningValues {
  /** By which the machine proves to istiod who it is. */
  readonly istiod: IdentityFiles;
  /** By which it proves in calls who it is, if istiod does not issue that. */
  readonly own: IdentityFiles | undefined;
  /** IP address by which the machine reaches istiod. */
  readonly address: string;
}

/** The text of the script. */
export function provisioningScript(machine: MachinePlan, values: ProvisioningValues): string {
  const { clusterEnv, istiodHost, meshConfig, name, sidecar } = machine;
  const { istiod, own } = values;
  const identities = own === undefined ? [istiod] : [istiod, own];
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
  const variables: Readonly<Record<string, string>> = {
    MACHINE: name,
    CLUSTER_ENV: clusterEnv,
    MESH_CONFIG: meshConfig,
    ROOT_CERTIFICATES: istiod.roots,
    CERTIFICATE_CHAIN: istiod.chain,
    CERTIFICATE_KEY: istiod.key,
    // While all certificates count.
    CERTIFICATE_BEGIN: String(Math.max(...identities.map(({ notBefore }) => seconds(notBefore)))),
    CERTIFICATE_END: String(Math.min(...identities.map(({ notAfter }) => seconds(notAfter)))),
    OWN_ROOT_CERTIFICATES: own?.roots ?? '',
    OWN_CERTIFICATE_CHAIN: own?.chain ?? '',
    OWN_CERTIFICATE_KEY: own?.key ?? '',
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
