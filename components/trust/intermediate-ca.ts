import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { Signer } from './certificate-authority';
import type { Cluster } from '../cluster/cluster';
import type { Mesh } from '../mesh';
import { givenIntermediate } from './given-intermediate';
import { madeIntermediate } from './made-intermediate';

/** Arguments of an intermediate. */
export interface IntermediateCaArgs {
  /** The mesh that it belongs to, and whose root signs it. */
  readonly mesh: Mesh;
  /** The cluster whose istiods sign with it. */
  readonly cluster: Cluster;
  /** Its private key, PEM, if the mesh has a ready-made intermediate for the cluster. Secret. */
  readonly givenKey: string | undefined;
}

/** An intermediate, made here or given. */
export interface Intermediate extends Signer {
  /** Its certificate, and the authorities between it and the root, PEM. */
  readonly chain: pulumi.Output<string>;
}

/**
 * The intermediate certificate authority of one cluster, and the `cacerts` Secret by which its istiod signs with it. The Secret has to be
 * there before istiod starts: without it, istiod would make a root of its own. istiod takes up a later change of it by itself.
 */
export class IntermediateCa extends pulumi.ComponentResource implements Intermediate {
  /** When the intermediate ends, or an authority between it and the root, RFC 3339. */
  readonly expiry: pulumi.Output<string>;
  /** Its certificate, PEM. */
  readonly certificate: pulumi.Output<string>;
  /** Its certificate, and the authorities between it and the root, PEM. */
  readonly chain: pulumi.Output<string>;
  /** Its private key, PEM. Secret. */
  readonly privateKey: pulumi.Output<string>;
  /** The `cacerts` Secret. */
  readonly cacerts: k8s.core.v1.Secret;

  constructor(name: string, args: IntermediateCaArgs, opts?: pulumi.ComponentResourceOptions) {
    const { namespace, plan: cluster, provider } = args.cluster;
    const { plan: mesh, roots, signer } = args.mesh;
    super('meshwork:trust:IntermediateCa', name, { cluster: cluster.name, mesh: mesh.name }, opts);
    const given = mesh.intermediates.given[cluster.name];
    const { certificate, chain, expiry, privateKey }: Intermediate =
      given === undefined
        ? madeIntermediate(name, { cluster, mesh, root: signer.signing, parent: this })
        : givenIntermediate(given, args.givenKey, mesh);
    this.certificate = certificate;
    this.chain = chain;
    this.expiry = expiry;
    this.privateKey = privateKey;
    this.cacerts = new k8s.core.v1.Secret(
      `${name}-cacerts`,
      {
        metadata: { name: 'cacerts', namespace: SYSTEM_NAMESPACE },
        stringData: {
          'ca-cert.pem': certificate,
          'ca-key.pem': privateKey,
          'cert-chain.pem': pulumi.concat(chain, signer.certificate),
          'root-cert.pem': pulumi.concat(...[...roots.values()].map(({ certificate: root }) => root)),
        },
      },
      { parent: this, provider, dependsOn: namespace },
    );
    this.registerOutputs({ expiry: this.expiry });
  }
}
