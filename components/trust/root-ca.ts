import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import * as tls from '@pulumi/tls';
import type { MeshPlan, RootPlan } from '../../model/plan/plan';
import { CA_USES, caKey, HOURS_PER_DAY } from './certificate-authority';

/** Arguments of a root. */
export interface RootCaArgs {
  /** The mesh that it is the root of. */
  readonly mesh: MeshPlan;
  /** The plan of the root. */
  readonly root: RootPlan;
}

/**
 * A root certificate authority of a mesh. It signs intermediates and nothing else; its key never enters a cluster and lies only in
 * the stack's encrypted state.
 */
export class RootCa extends pulumi.ComponentResource {
  /** The root certificate, PEM. */
  readonly certificate: pulumi.Output<string>;
  /** The root's private key, PEM. Secret. */
  readonly privateKey: pulumi.Output<string>;
  /** When the root certificate ends, RFC 3339. */
  readonly expiry: pulumi.Output<string>;

  constructor(name: string, args: RootCaArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meshwork:trust:RootCa', name, { mesh: args.mesh.name }, opts);
    const { mesh, root } = args;
    const child = { parent: this };
    const key = caKey(`${name}-key`, root.algorithm, child);
    // Two roots of one name make ambiguous chains, so each has a number of its own in its subject (docs/adr/0003).
    const serial = new random.RandomId(`${name}-serial`, { byteLength: 8 }, child);
    const certificate = new tls.SelfSignedCert(
      `${name}-certificate`,
      {
        privateKeyPem: key.privateKeyPem,
        subject: {
          commonName: `${mesh.name} ${root.name} CA`,
          organization: mesh.trustDomain,
          serialNumber: serial.hex,
        },
        validityPeriodHours: root.validityDays * HOURS_PER_DAY,
        allowedUses: CA_USES,
        isCaCertificate: true,
        // One level of intermediates below: an intermediate cannot make another authority.
        maxPathLength: 1,
        setSubjectKeyId: true,
      },
      child,
    );
    this.certificate = certificate.certPem;
    this.privateKey = pulumi.secret(key.privateKeyPem);
    this.expiry = certificate.validityEndTime;
    this.registerOutputs({ certificate: this.certificate, expiry: this.expiry });
  }
}
