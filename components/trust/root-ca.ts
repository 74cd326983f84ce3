import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import * as tls from '@pulumi/tls';
import { X509Certificate } from 'node:crypto';
import type { MeshPlan, RootPlan } from '../../model/plan/plan';
import { CA_USES, caKey, HOURS_PER_DAY, ORGANIZATION, type Signer } from './certificate-authority';
import { endOf } from './not-after';

/** Private keys of roots that are given, by mesh and root. Secret. */
export type RootKeys = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Arguments of a root. */
export interface RootCaArgs {
  /** The mesh that it is the root of. */
  readonly mesh: MeshPlan;
  /** The plan of the root. */
  readonly root: RootPlan;
  /** Keys of roots that are given. Secret. */
  readonly rootKeys: RootKeys;
}

/** Certificate, key and end of an authority, whose key may be elsewhere. */
type Authority = Omit<Signer, 'privateKey'> & { readonly privateKey: Signer['privateKey'] | undefined };

/**
 * A root certificate authority of a mesh: made here, or given. It signs intermediates, and certificates of machines that have it as their authority; its key
 * never enters a cluster or a machine, and lies only in the stack's encrypted state, or not even there.
 */
export class RootCa extends pulumi.ComponentResource {
  /** The root certificate, PEM. */
  readonly certificate: pulumi.Output<string>;
  /** When the root certificate ends, RFC 3339. */
  readonly expiry: pulumi.Output<string>;
  private readonly privateKey: pulumi.Output<string> | undefined;

  constructor(name: string, { mesh, root, rootKeys }: RootCaArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meshwork:trust:RootCa', name, { mesh: mesh.name }, opts);
    const { certificate, expiry, privateKey } =
      'given' in root
        ? givenAuthority(root.given.certificate, rootKeys[mesh.name]?.[root.name])
        : this.made(name, mesh, root);
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.expiry = expiry;
    this.registerOutputs({ certificate: this.certificate, expiry: this.expiry });
  }

  /**
   * The root as what signs something.
   *
   * @throws Error if its key is not in the stack, where the rules ask for it (model/rules/given-roots.ts).
   */
  get signing(): Signer {
    const { certificate, expiry, privateKey } = this;
    if (privateKey === undefined) throw new Error('There is no key for a root that is to sign.');
    return { certificate, expiry, privateKey };
  }

  private made(name: string, mesh: MeshPlan, root: Extract<RootPlan, { generate: unknown }>): Authority {
    const child = { parent: this };
    const key = caKey(`${name}-key`, root.generate.algorithm, child);
    // Two roots of one name make ambiguous chains, so each has a number of its own in its subject (docs/adr/0003).
    const serial = new random.RandomId(`${name}-serial`, { byteLength: 8 }, child);
    const certificate = new tls.SelfSignedCert(
      `${name}-certificate`,
      {
        privateKeyPem: key.privateKeyPem,
        subject: {
          commonName: `${mesh.name} ${root.name} CA`,
          organization: mesh.name,
          serialNumber: serial.hex,
        },
        validityPeriodHours: root.generate.validityDays * HOURS_PER_DAY,
        allowedUses: CA_USES,
        isCaCertificate: true,
        // One level of intermediates below: an intermediate cannot make another authority.
        maxPathLength: 1,
        setSubjectKeyId: true,
      },
      // Once it was the trust domain: an authority that has one in its subject keeps it, and a new trust domain makes no new root.
      { ...child, ignoreChanges: ORGANIZATION },
    );
    return {
      certificate: certificate.certPem,
      privateKey: pulumi.secret(key.privateKeyPem),
      expiry: certificate.validityEndTime,
    };
  }
}

function givenAuthority(pem: string, key: string | undefined): Authority {
  const certificate = new X509Certificate(pem);
  return {
    // Written anew, so that it ends with its line, and the next certificate begins on one of its own.
    certificate: pulumi.output(certificate.toString()),
    privateKey: key === undefined ? undefined : pulumi.secret(key),
    expiry: pulumi.output(endOf([certificate])),
  };
}
