import * as pulumi from '@pulumi/pulumi';
import * as tls from '@pulumi/tls';
import type { WorkloadGroupPlan } from '../../model/plan/workload-group-plan';
import { HOURS_PER_DAY, type Signer } from '../trust/certificate-authority';
import { notAfter } from '../trust/not-after';

/** Arguments of a certificate of a machine. */
export interface MachineCertificateArgs {
  /** Name of the machine. */
  readonly machine: string;
  /** The SPIFFE identity, its only name. */
  readonly identity: string;
  /** How long it lasts, and when it is renewed. */
  readonly certificates: WorkloadGroupPlan['certificates'];
  readonly signer: Signer;
  /** The authorities below the root, PEM, if the signer is an intermediate: they go along, because others know roots alone. Default: none. */
  readonly authorities?: pulumi.Output<string>;
}

/** A certificate of a machine, with a key of its own. `pulumi up` renews it in the last part of its life. */
export class MachineCertificate extends pulumi.ComponentResource {
  /** The private key, PEM. Secret. */
  readonly privateKey: pulumi.Output<string>;
  /** The certificate, and the authorities between it and the root, PEM. */
  readonly chain: pulumi.Output<string>;
  /** When the certificate begins, RFC 3339. */
  readonly begin: pulumi.Output<string>;
  /** When the certificate ends, RFC 3339. */
  readonly expiry: pulumi.Output<string>;

  constructor(name: string, args: MachineCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    const { authorities = '', certificates, identity, machine, signer } = args;
    super('meshwork:machines:MachineCertificate', name, { machine, identity }, opts);
    const { generation, renewBeforeDays, validityDays } = certificates;
    const child = { parent: this };
    const key = new tls.PrivateKey(
      `${name}-key`,
      { algorithm: 'ECDSA', ecdsaCurve: 'P256' },
      { ...child, replacementTrigger: generation },
    );
    const request = new tls.CertRequest(
      `${name}-request`,
      { privateKeyPem: key.privateKeyPem, uris: [identity] },
      child,
    );
    const certificate = new tls.LocallySignedCert(
      `${name}-certificate`,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: signer.certificate,
        caPrivateKeyPem: signer.privateKey,
        validityPeriodHours: validityDays * HOURS_PER_DAY,
        earlyRenewalHours: renewBeforeDays * HOURS_PER_DAY,
        allowedUses: ['digital_signature', 'key_encipherment', 'client_auth', 'server_auth'],
      },
      child,
    );
    this.privateKey = pulumi.secret(key.privateKeyPem);
    this.begin = certificate.validityStartTime;
    this.expiry = pulumi
      .all([certificate.validityEndTime, signer.expiry])
      .apply(([end, signerEnd]) =>
        notAfter(
          `The certificate of machine ${machine} for ${identity}`,
          end,
          signerEnd,
          'Shorten meshwork:workloadGroups.<group>.certificates.validityDays, or replace the root first.',
        ),
      );
    // Waiting for the checked expiry keeps a certificate that outlives its root off the machine.
    const checked = pulumi.all([certificate.certPem, this.expiry]).apply(([pem]) => pem);
    this.chain = pulumi.concat(checked, authorities);
    this.registerOutputs({ expiry: this.expiry });
  }
}
