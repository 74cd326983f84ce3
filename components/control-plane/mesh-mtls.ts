import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { MeshPlan } from '../../model/plan/plan';
import type { Cluster } from '../cluster/cluster';

/** Arguments of a mesh's mTLS mode. */
export interface MeshMtlsArgs {
  readonly mesh: MeshPlan;
  /** A primary: config is read from primaries, and holds for the remotes they serve. */
  readonly cluster: Cluster;
  /** Resources that are ready once its istiods validate what is made here. */
  readonly validatedBy: readonly pulumi.Input<pulumi.Resource>[];
}

/** Whether workloads of the mesh take plaintext: a PeerAuthentication in the root namespace holds for all of them. */
export class MeshMtls extends pulumi.ComponentResource {
  constructor(name: string, args: MeshMtlsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meshwork:controlplane:MeshMtls', name, { cluster: args.cluster.plan.name, mtls: args.mesh.mtls }, opts);
    new k8s.CustomResource(
      `${name}-policy`,
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: 'default', namespace: SYSTEM_NAMESPACE },
        spec: { mtls: { mode: args.mesh.mtls.toUpperCase() } },
      },
      { parent: this, provider: args.cluster.provider, dependsOn: [...args.validatedBy] },
    );
    this.registerOutputs({});
  }
}
