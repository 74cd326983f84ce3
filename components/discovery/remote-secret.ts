import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
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
  /** API server of the watched cluster, as its kubeconfig says. */
  readonly server: pulumi.Input<string>;
  /** Names, from the plan. */
  readonly secret: RemoteSecretPlan;
  /** The resources that the remote secret depends on: the roles of the reader account in the watched cluster, and a primary's east-west gateway. */
  readonly after: readonly pulumi.Resource[];
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
    const { certificateAuthority, server, tlsServerName } = watched.plan.apiServer;
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
            server: server ?? args.server,
            certificateAuthority:
              certificateAuthority === undefined
                ? watched.reader.certificateAuthority
                : Buffer.from(certificateAuthority).toString('base64'),
            tlsServerName,
            token: watched.reader.token,
          }),
        },
      },
      { parent: this, provider: watcher.provider, dependsOn: [watcher.namespace, ...args.after] },
    );
    this.registerOutputs({});
  }
}
