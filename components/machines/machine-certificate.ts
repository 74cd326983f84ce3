import * as pulumi from '@pulumi/pulumi';
import * as tls from '@pulumi/tls';
import type { MachinePlan, WorkloadGroupPlan } from '../../model/plan/workload-group-plan';
import { HOURS_PER_DAY } from '../trust/certificate-authority';
import type { IntermediateCa } from '../trust/intermediate-ca';

/** Arguments of the certificate of a machine. */
export interface MachineCertificateArgs {
  /** The plan of the machine. */
  readonly machine: MachinePlan;
  /** The plan of its group. */
  readonly group: WorkloadGroupPlan;
  /** The authority that signs it: that of the istiod which the machine asks. */
  readonly intermediate: IntermediateCa;
}

/**
 * The certificate by which a machine proves to istiod who it is, for weeks and without a token (docs/adr/0017). `pulumi up` renews it in the last
 * part of its life. The proxy itself presents certificates that istiod issues for a day.
 */
export class MachineCertificate extends pulumi.ComponentResource {
  /** The private key, PEM. Secret. */
  readonly privateKey: pulumi.Output<string>;
  /** The certificate, and the intermediate that signed it, PEM. */
  readonly chain: pulumi.Output<string>;
  /** When the certificate begins, RFC 3339. */
  readonly begin: pulumi.Output<string>;
  /** When the certificate ends, RFC 3339. */
  readonly expiry: pulumi.Output<string>;

  constructor(name: string, args: MachineCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    const { group, intermediate, machine } = args;
    super('meshwork:machines:MachineCertificate', name, { machine: machine.name, identity: group.identity }, opts);
    const { generation, renewBeforeDays, validityDays } = group.certificates;
    const child = { parent: this };
    const key = new tls.PrivateKey(
      `${name}-key`,
      { algorithm: 'ECDSA', ecdsaCurve: 'P256' },
      { ...child, replacementTrigger: generation },
    );
    const request = new tls.CertRequest(
      `${name}-request`,
      { privateKeyPem: key.privateKeyPem, uris: [group.identity] },
      child,
    );
    const certificate = new tls.LocallySignedCert(
      `${name}-certificate`,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: intermediate.certificate,
        caPrivateKeyPem: intermediate.privateKey,
        validityPeriodHours: validityDays * HOURS_PER_DAY,
        earlyRenewalHours: renewBeforeDays * HOURS_PER_DAY,
        allowedUses: ['digital_signature', 'key_encipherment', 'client_auth', 'server_auth'],
      },
      child,
    );
    this.privateKey = pulumi.secret(key.privateKeyPem);
    this.chain = pulumi.concat(certificate.certPem, intermediate.certificate);
    this.begin = certificate.validityStartTime;
    this.expiry = certificate.validityEndTime;
    this.registerOutputs({ expiry: this.expiry });
  }
}
