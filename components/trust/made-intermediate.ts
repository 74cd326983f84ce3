import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import * as tls from '@pulumi/tls';
import type { ClusterPlan } from '../../model/plan/cluster-plan';
import type { MeshPlan } from '../../model/plan/plan';
import { CA_USES, caKey, HOURS_PER_DAY, ORGANIZATION, type Signer } from './certificate-authority';
import type { Intermediate } from './intermediate-ca';
import { notAfter } from './not-after';

/** What an intermediate is made from. */
export interface MadeIntermediateArgs {
  readonly cluster: Pick<ClusterPlan, 'clusterId' | 'name'>;
  readonly mesh: Pick<MeshPlan, 'intermediates' | 'name'>;
  /** The root that signs it. */
  readonly root: Signer;
  /** The component that its resources belong to. */
  readonly parent: pulumi.Resource;
}

/** Makes an intermediate that the root of the mesh signs, with a key of its own. `pulumi up` renews it in the last part of its life. */
export function madeIntermediate(name: string, { cluster, mesh, parent, root }: MadeIntermediateArgs): Intermediate {
  const { algorithm, generation, renewBeforeDays, validityDays } = mesh.intermediates;
  const child = { parent };
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
      caCertPem: root.certificate,
      caPrivateKeyPem: root.privateKey,
      validityPeriodHours: validityDays * HOURS_PER_DAY,
      earlyRenewalHours: renewBeforeDays * HOURS_PER_DAY,
      allowedUses: CA_USES,
      // No maxPathLength: the provider drops a zero, and the root's path length of one says the same.
      isCaCertificate: true,
      setSubjectKeyId: true,
    },
    child,
  );
  const expiry = pulumi
    .all([certificate.validityEndTime, root.expiry])
    .apply(([end, rootEnd]) =>
      notAfter(
        `The intermediate of cluster ${cluster.name}`,
        end,
        rootEnd,
        'Shorten meshwork:meshes.<mesh>.intermediates.validityDays, or replace the root first.',
      ),
    );
  // Waiting for the checked expiry keeps a certificate that outlives its root out of the cluster.
  const checked = pulumi.all([certificate.certPem, expiry]).apply(([pem]) => pem);
  return { certificate: checked, chain: checked, expiry, privateKey: pulumi.secret(key.privateKeyPem) };
}
