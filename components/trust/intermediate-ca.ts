import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import * as tls from '@pulumi/tls';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import { CA_USES, caKey, HOURS_PER_DAY, ORGANIZATION } from './certificate-authority';
import type { Cluster } from '../cluster/cluster';
import type { Mesh } from '../mesh';
import { notAfter } from './not-after';

/** Arguments of an intermediate. */
export interface IntermediateCaArgs {
  /** The mesh that it belongs to, and whose root signs it. */
  readonly mesh: Mesh;
  /** The cluster whose istiods sign with it. */
  readonly cluster: Cluster;
}

/**
 * The intermediate certificate authority of one cluster, and the `cacerts` Secret by which its istiod signs with it. The Secret has to be
 * there before istiod starts: added later, it is only read after a restart.
 */
export class IntermediateCa extends pulumi.ComponentResource {
  /** When the intermediate ends, RFC 3339. */
  readonly expiry: pulumi.Output<string>;
  /** Its certificate, PEM. */
  readonly certificate: pulumi.Output<string>;
  /** Its private key, PEM. Secret. */
  readonly privateKey: pulumi.Output<string>;
  /** The `cacerts` Secret. */
  readonly cacerts: k8s.core.v1.Secret;

  constructor(name: string, args: IntermediateCaArgs, opts?: pulumi.ComponentResourceOptions) {
    const { namespace, plan: cluster, provider } = args.cluster;
    const { plan: mesh, roots, signer } = args.mesh;
    super('meshwork:trust:IntermediateCa', name, { cluster: cluster.name, mesh: mesh.name }, opts);
    const { algorithm, generation, renewBeforeDays, validityDays } = mesh.intermediates;
    const child = { parent: this };
    const key = caKey(`${name}-key`, algorithm, { ...child, replacementTrigger: generation });
    const serial = new random.RandomId(
      `${name}-serial`,
      { byteLength: 8, keepers: { generation: String(generation) } },
      child,
    );
    const request = new tls.CertRequest(
      `${name}-request`,
      {
        privateKeyPem: key.privateKeyPem,
        // Each generation has a subject of its own: two authorities of one name make ambiguous chains.
        subject: {
          commonName: `${cluster.clusterId} intermediate CA`,
          organization: mesh.name,
          serialNumber: serial.hex,
        },
      },
      { ...child, ignoreChanges: ORGANIZATION },
    );
    const certificate = new tls.LocallySignedCert(
      `${name}-certificate`,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: signer.certificate,
        caPrivateKeyPem: signer.privateKey,
        validityPeriodHours: validityDays * HOURS_PER_DAY,
        earlyRenewalHours: renewBeforeDays * HOURS_PER_DAY,
        allowedUses: CA_USES,
        // No maxPathLength: the provider drops a zero, and the root's path length of one says the same.
        isCaCertificate: true,
        setSubjectKeyId: true,
      },
      child,
    );
    this.expiry = pulumi
      .all([certificate.validityEndTime, signer.expiry])
      .apply(([end, rootEnd]) =>
        notAfter(
          `The intermediate of cluster ${cluster.name}`,
          end,
          rootEnd,
          'Shorten meshwork:meshes.<mesh>.intermediates.validityDays, or replace the root first.',
        ),
      );
    // Waiting for the checked expiry keeps a certificate that outlives its root out of the cluster.
    const checked = pulumi.all([certificate.certPem, this.expiry]).apply(([pem]) => pem);
    this.certificate = checked;
    this.privateKey = pulumi.secret(key.privateKeyPem);
    this.cacerts = new k8s.core.v1.Secret(
      `${name}-cacerts`,
      {
        metadata: { name: 'cacerts', namespace: SYSTEM_NAMESPACE },
        stringData: {
          'ca-cert.pem': checked,
          'ca-key.pem': key.privateKeyPem,
          'cert-chain.pem': pulumi.concat(checked, signer.certificate),
          'root-cert.pem': pulumi.concat(...[...roots.values()].map(({ certificate: root }) => root)),
        },
      },
      { ...child, provider, dependsOn: namespace },
    );
    this.registerOutputs({ expiry: this.expiry });
  }
}
