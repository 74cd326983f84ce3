import * as pulumi from '@pulumi/pulumi';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../model/machines/shell-word';
import type { MachinePlan } from '../../model/plan/workload-group-plan';
import type { MachineCertificate } from './machine-certificate';
import { certificateProof, type CertificateProof, type Proof } from './proof';

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
  'token',
  'identity',
  'authority',
  'proxy',
  'leave',
  'main',
] as const;

/** A certificate that another authority than istiod's signs for a machine. */
export interface OwnCertificate {
  readonly certificate: MachineCertificate;
  /** Certificates of the roots of that authority, PEM. */
  readonly roots: pulumi.Input<string>;
}

/** Everything that the script for one machine is made from. */
export interface ProvisioningArgs {
  readonly machine: MachinePlan;
  /** By what the machine proves to istiod who it is. Secret. */
  readonly proof: pulumi.Input<Proof>;
  /** The certificate that the machine shows in calls; undefined if istiod issues these. */
  readonly own: OwnCertificate | undefined;
  readonly roots: pulumi.Input<string>;
  readonly istiodAddresses: pulumi.Input<string[]>;
}

/** The script by which a machine joins and leaves a mesh, with all its values. Secret: it holds the machine's keys or token. */
export function provisioning(args: ProvisioningArgs): pulumi.Output<string> {
  const { istiodAddresses, machine, own, proof, roots } = args;
  const ownFiles =
    own === undefined
      ? undefined
      : pulumi
          .all([certificateProof(own.certificate), own.roots])
          .apply(([certificate, certificates]) => ({ ...certificate, roots: certificates }));
  return pulumi
    .all([proof, ownFiles, roots, istiodAddresses])
    .apply(([known, ofOwn, certificates, addresses]) =>
      provisioningScript(machine, { proof: known, own: ofOwn, roots: certificates, address: addresses[0] ?? '' }),
    );
}

/** Values of the script that are known only once other resources are made. */
export interface ProvisioningValues {
  /** By what the machine proves to istiod who it is. */
  readonly proof: Proof;
  /** By what it proves in calls who it is, if istiod does not issue that, with the roots of that authority. */
  readonly own: (CertificateProof & { readonly roots: string }) | undefined;
  /** The roots by which it knows istiod. */
  readonly roots: string;
  /** IP address by which the machine reaches istiod. */
  readonly address: string;
}

/** The text of the script. */
export function provisioningScript(machine: MachinePlan, values: ProvisioningValues): string {
  const { clusterEnv, group, istiodHost, meshConfig, name, sidecar } = machine;
  const { own, proof } = values;
  const proofs = own === undefined ? [proof] : [proof, own];
  const variables: Readonly<Record<string, string>> = {
    MACHINE: name,
    CLUSTER_ENV: clusterEnv,
    MESH_CONFIG: meshConfig,
    ROOT_CERTIFICATES: values.roots,
    GROUP: group,
    PROOF: proof.kind,
    // While all of them count.
    PROOF_BEGIN: String(Math.max(...proofs.map(({ begin }) => begin))),
    PROOF_END: String(Math.min(...proofs.map(({ end }) => end))),
    TOKEN: proof.kind === 'token' ? proof.token : '',
    CERTIFICATE_CHAIN: proof.kind === 'certificate' ? proof.chain : '',
    CERTIFICATE_KEY: proof.kind === 'certificate' ? proof.key : '',
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
