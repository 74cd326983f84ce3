import * as pulumi from '@pulumi/pulumi';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { GroupAuthorityPlan } from '../../model/plan/workload-group-plan';
import type { Cluster } from '../cluster/cluster';
import * as k8s from '../kubernetes';
import type { TrustBundle } from '../trust/trust-bundle';

/** Arguments of the identities of machines. */
export interface MachineIdentitiesArgs {
  /** A primary: its istiod tells the clients that it serves. */
  readonly cluster: Cluster;
  /** Key of the workload group. */
  readonly group: string;
  /** Host name of the service of the group, as Istio knows it. */
  readonly host: string;
  readonly authority: GroupAuthorityPlan;
  /** Resources that are ready once its istiods validate what is made here. */
  readonly validatedBy: readonly pulumi.Resource[];
  /** The roots that its proxies trust. */
  readonly trustBundle: TrustBundle;
}

/**
 * The identities that clients accept from the service of machines with an authority of their own. Without them, clients would expect the accounts of its
 * entries in the trust domain of their own mesh, and refuse the machines.
 */
export class MachineIdentities extends pulumi.ComponentResource {
  constructor(name: string, args: MachineIdentitiesArgs, opts?: pulumi.ComponentResourceOptions) {
    const { authority, cluster, group, host, trustBundle, validatedBy } = args;
    super('meshwork:machines:MachineIdentities', name, { cluster: cluster.plan.name, group, host }, opts);
    new k8s.CustomResource(
      `${name}-rule`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        // In istio-system, because the namespace of the service need not be in the clusters of other primaries. It is for clients anywhere.
        metadata: { name: `machines.${group}`, namespace: SYSTEM_NAMESPACE },
        spec: {
          host,
          exportTo: ['*'],
          trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', subjectAltNames: authority.identities } },
        },
      },
      { parent: this, provider: cluster.provider, dependsOn: [...validatedBy, trustBundle.configMap] },
    );
    this.registerOutputs({});
  }
}
