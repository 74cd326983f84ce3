import * as pulumi from '@pulumi/pulumi';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../model/machines/shell-word';
import type { MachinePlan } from '../../model/plan/workload-group-plan';
import type { Proof } from './proof';

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
  'proxy',
  'leave',
  'main',
] as const;

/** Everything that the script for one machine is made from. */
export interface ProvisioningArgs {
  readonly machine: MachinePlan;
  /** By what the machine proves to istiod who it is. Secret. */
  readonly proof: pulumi.Input<Proof>;
  readonly roots: pulumi.Input<string>;
  readonly istiodAddresses: pulumi.Input<string[]>;
}

/** The script by which a machine joins and leaves a mesh, with all its values. Secret: it holds the machine's key or token. */
export function provisioning({ istiodAddresses, machine, proof, roots }: ProvisioningArgs): pulumi.Output<string> {
  return pulumi
    .all([proof, roots, istiodAddresses])
    .apply(([known, certificates, addresses]) =>
      provisioningScript(machine, { proof: known, roots: certificates, address: addresses[0] ?? '' }),
    );
}

/** Values of the script that are known only once other resources are made. */
export interface ProvisioningValues {
  readonly proof: Proof;
  readonly roots: string;
  /** IP address by which the machine reaches istiod. */
  readonly address: string;
}

/** The text of the script. */
export function provisioningScript(machine: MachinePlan, values: ProvisioningValues): string {
  const { clusterEnv, group, istiodHost, meshConfig, name, sidecar } = machine;
  const { proof } = values;
  const variables: Readonly<Record<string, string>> = {
    MACHINE: name,
    CLUSTER_ENV: clusterEnv,
    MESH_CONFIG: meshConfig,
    ROOT_CERTIFICATES: values.roots,
    GROUP: group,
    PROOF: proof.kind,
    PROOF_BEGIN: String(proof.begin),
    PROOF_END: String(proof.end),
    TOKEN: proof.kind === 'token' ? proof.token : '',
    CERTIFICATE_CHAIN: proof.kind === 'certificate' ? proof.chain : '',
    CERTIFICATE_KEY: proof.kind === 'certificate' ? proof.key : '',
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
