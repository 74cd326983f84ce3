import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import * as tls from '@pulumi/tls';
import { SYSTEM_NAMESPACE } from '../../model/names';
import type { ClusterPlan } from '../../model/plan/cluster-plan';
import type { MeshPlan } from '../../model/plan/plan';
import { CA_USES, caKey, HOURS_PER_DAY } from './certificate-authority';
import type { RootCa } from './root-ca';
import { untracedError } from '../../config/untraced-error';

/** What an intermediate is made from. */
export interface IntermediateCaArgs {
  /** The mesh that it belongs to. */
  readonly mesh: MeshPlan;
  /** The cluster whose istiod signs with it. */
  readonly cluster: ClusterPlan;
  /** The root that signs it. */
  readonly signer: RootCa;
  /** The roots that the mesh trusts, by name; the signer is one of them. */
  readonly roots: ReadonlyMap<string, RootCa>;
  /** Provider of the cluster. */
  readonly provider: k8s.Provider;
  /** The cluster's control plane namespace, which has to exist first. */
  readonly namespace: k8s.core.v1.Namespace;
}

/**
 * The intermediate certificate authority of one cluster, and the `cacerts` Secret by which its istiod signs with it. The Secret has to be
 * there before istiod starts: added later, it is only read after a restart.
 */
export class IntermediateCa extends pulumi.ComponentResource {
  /** When the intermediate ends, RFC 3339. */
  readonly expiry: pulumi.Output<string>;
  /** The `cacerts` Secret. */
  readonly cacerts: k8s.core.v1.Secret;

  constructor(name: string, args: IntermediateCaArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meshwork:trust:IntermediateCa', name, { cluster: args.cluster.name, mesh: args.mesh.name }, opts);
    const { algorithm, generation, renewBeforeDays, validityDays } = args.mesh.intermediates;
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
          commonName: `${args.cluster.clusterId} intermediate CA`,
          organization: args.mesh.trustDomain,
          serialNumber: serial.hex,
        },
      },
      child,
    );
    const certificate = new tls.LocallySignedCert(
      `${name}-certificate`,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: args.signer.certificate,
        caPrivateKeyPem: args.signer.privateKey,
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
      .all([certificate.validityEndTime, args.signer.expiry])
      .apply(([end, rootEnd]) => notAfterRoot(args.cluster.name, end, rootEnd));
    // Waiting for the checked expiry keeps a certificate that outlives its root out of the cluster.
    const checked = pulumi.all([certificate.certPem, this.expiry]).apply(([pem]) => pem);
    this.cacerts = new k8s.core.v1.Secret(
      `${name}-cacerts`,
      {
        metadata: { name: 'cacerts', namespace: SYSTEM_NAMESPACE },
        stringData: {
          'ca-cert.pem': checked,
          'ca-key.pem': key.privateKeyPem,
          'cert-chain.pem': pulumi.concat(checked, args.signer.certificate),
          'root-cert.pem': pulumi.concat(...[...args.roots.values()].map(({ certificate: root }) => root)),
        },
      },
      { ...child, provider: args.provider, dependsOn: args.namespace },
    );
    this.registerOutputs({ expiry: this.expiry });
  }
}

function notAfterRoot(cluster: string, end: string, rootEnd: string): string {
  if (Date.parse(end) <= Date.parse(rootEnd)) return end;
  throw untracedError(
    `The intermediate of cluster ${cluster} would end on ${end}, after its root (${rootEnd}). Shorten meshwork:meshes.<mesh>.intermediates.validityDays, or replace the root first.`,
  );
}
