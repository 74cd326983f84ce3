import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { withFurtherCertificates } from '../../model/certificates/pem';
import { apiServerAccess } from '../../model/kubeconfig/api-server-access';
import type { KubeconfigCluster } from '../../model/kubeconfig/kubeconfig-cluster';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { RemoteSecretPlan } from '../../model/plan/cluster-plan';
import type { Cluster } from '../cluster/cluster';
import { remoteKubeconfig } from './remote-kubeconfig';

/** Arguments of a remote secret. */
export interface RemoteSecretArgs {
  /** The cluster whose istiod gets it. */
  readonly watcher: Cluster;
  /** The cluster that it opens. */
  readonly watched: Pick<Cluster, 'plan' | 'reader'>;
  /** The watched cluster, as its kubeconfig describes it. */
  readonly kubeconfig: KubeconfigCluster;
  /** Names, from the plan. */
  readonly secret: RemoteSecretPlan;
  /** The resources that the remote secret depends on: the roles of the reader account in the watched cluster, and a primary's east-west gateway. */
  readonly after: readonly pulumi.Input<pulumi.Resource>[];
}

/** A Secret by which the istiod of one cluster watches another. */
export class RemoteSecret extends pulumi.ComponentResource {
  /** The Secret. Resources that need a working watch depend on it. */
  readonly secret: k8s.core.v1.Secret;

  constructor(name: string, args: RemoteSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    const { watched, watcher } = args;
    const { clusterId } = watched.plan;
    super('meshwork:discovery:RemoteSecret', name, { watcher: watcher.plan.name, watched: watched.plan.name }, opts);
    if (watched.reader === undefined) throw new Error(`No istiod was planned to watch cluster ${watched.plan.name}.`);
    const { certificateAuthority, furtherAuthorities, ...access } = apiServerAccess(
      watched.plan.apiServer,
      args.kubeconfig,
    );
    this.secret = new k8s.core.v1.Secret(
      `${name}-secret`,
      {
        metadata: {
          name: args.secret.secretName,
          namespace: SYSTEM_NAMESPACE,
          labels: { 'istio/multiCluster': 'true' },
          annotations: { 'networking.istio.io/cluster': clusterId },
        },
        stringData: {
          [clusterId]: remoteKubeconfig(clusterId, {
            ...access,
            certificateAuthority:
              certificateAuthority === undefined
                ? withFurther(watched.reader.certificateAuthority, furtherAuthorities)
                : Buffer.from(certificateAuthority).toString('base64'),
            token: watched.reader.token,
          }),
        },
      },
      { parent: this, provider: watcher.provider, dependsOn: [watcher.namespace, ...args.after] },
    );
    this.registerOutputs({});
  }
}

/** Authorities with further ones behind them. Base64-encoded PEM. */
function withFurther(own: pulumi.Output<string>, further: string | undefined): pulumi.Output<string> {
  if (further === undefined) return own;
  return own.apply((encoded) => {
    const text = Buffer.from(encoded, 'base64').toString();
    return Buffer.from(withFurtherCertificates(text, further)).toString('base64');
  });
}
