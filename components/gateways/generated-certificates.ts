import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import * as tls from '@pulumi/tls';
import type { IngressGatewayPlan } from '../../model/plan/ingress-gateway-plan';
import { AUTHORITY_DAYS, type TlsServerPlan } from '../../model/plan/ingress-server-plan';
import type { GeneratedCertificate } from '../../model/schema/ingress-https';
import { CA_USES, caKey, HOURS_PER_DAY } from '../trust/certificate-authority';

/** A certificate that the stack made. */
export interface Issued {
  /** The authority that signed it, PEM. */
  readonly authority: pulumi.Output<string>;
  /** The certificate, PEM. */
  readonly chain: pulumi.Output<string>;
  /** When it ends, RFC 3339. */
  readonly expiry: pulumi.Output<string>;
  /** PEM. Secret. */
  readonly privateKey: pulumi.Output<string>;
}

/** RSA, because QAT accelerates no other algorithm. 2048 bits are good for as long as such a certificate lasts (NIST SP 800-57 part 1, table 4). */
const LEAF_KEY = { algorithm: 'RSA', rsaBits: 2048 } as const;

/**
 * An authority for the certificates of an ingress gateway that nobody gave, for trying. Clients that trust it once trust every renewed certificate.
 * It has nothing to do with the root of the mesh: clients outside must not vouch for workloads.
 */
export class GeneratedCertificates extends pulumi.ComponentResource {
  private readonly certificate: pulumi.Output<string>;
  private readonly privateKey: pulumi.Output<string>;

  constructor(
    private readonly gateway: string,
    { cluster, key: title }: Pick<IngressGatewayPlan, 'cluster' | 'key'>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const name = `${gateway}-authority`;
    super('meshwork:gateways:GeneratedCertificates', name, { cluster }, opts);
    const child = { parent: this };
    const key = caKey(`${name}-key`, 'rsa', child);
    // Two authorities of one name make ambiguous chains.
    const serial = new random.RandomId(`${name}-serial`, { byteLength: 8 }, child);
    const certificate = new tls.SelfSignedCert(
      `${name}-certificate`,
      {
        privateKeyPem: key.privateKeyPem,
        subject: { commonName: `ingress gateway ${title} CA`, serialNumber: serial.hex },
        validityPeriodHours: AUTHORITY_DAYS * HOURS_PER_DAY,
        allowedUses: CA_USES,
        isCaCertificate: true,
        setSubjectKeyId: true,
      },
      child,
    );
    this.certificate = certificate.certPem;
    this.privateKey = pulumi.secret(key.privateKeyPem);
    this.registerOutputs({});
  }

  /** Makes a certificate for the hosts of a server. `pulumi up` renews it in the last part of its life, with the same key. */
  issue(
    { hosts, name }: Pick<TlsServerPlan, 'hosts' | 'name'>,
    { renewBeforeDays, validityDays }: GeneratedCertificate,
  ): Issued {
    const opts = { parent: this };
    const key = new tls.PrivateKey(`${this.gateway}-key.${name}`, LEAF_KEY, opts);
    const request = new tls.CertRequest(
      `${this.gateway}-request.${name}`,
      { privateKeyPem: key.privateKeyPem, dnsNames: [...hosts] },
      opts,
    );
    const certificate = new tls.LocallySignedCert(
      `${this.gateway}-certificate.${name}`,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: this.certificate,
        caPrivateKeyPem: this.privateKey,
        validityPeriodHours: validityDays * HOURS_PER_DAY,
        earlyRenewalHours: renewBeforeDays * HOURS_PER_DAY,
        allowedUses: ['digital_signature', 'key_encipherment', 'server_auth'],
      },
      opts,
    );
    return {
      authority: this.certificate,
      chain: certificate.certPem,
      expiry: certificate.validityEndTime,
      privateKey: pulumi.secret(key.privateKeyPem),
    };
  }
}
