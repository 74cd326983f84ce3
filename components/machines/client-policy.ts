import * as pulumi from '@pulumi/pulumi';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { ClientPolicyPlan } from '../../model/plan/client-policy-plan';
import type { Cluster } from '../cluster/cluster';
import * as k8s from '../kubernetes';
import type { TrustBundle } from '../trust/trust-bundle';

/** Arguments of a client policy. */
export interface ClientPolicyArgs {
  /** A primary: its istiod tells the clients that it serves. */
  readonly cluster: Cluster;
  /** Key of the workload group. */
  readonly group: string;
  readonly plan: ClientPolicyPlan;
  /** Resources that are ready once its istiods validate what is made here. */
  readonly validatedBy: readonly pulumi.Input<pulumi.Resource>[];
  /** The roots that its proxies trust. */
  readonly trustBundle: TrustBundle;
}

/** How clients call the service of a workload group, where that differs from Istio's own ways: a DestinationRule. */
export class ClientPolicy extends pulumi.ComponentResource {
  constructor(name: string, args: ClientPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, group, plan, trustBundle, validatedBy } = args;
    const { connectTimeout, host, identities, outlierDetection } = plan;
    super('meshwork:machines:ClientPolicy', name, { cluster: cluster.plan.name, group, host }, opts);
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
          trafficPolicy: {
            // Clients would expect the accounts of its entries in the trust domain of their own mesh, and refuse machines of another.
            ...(identities === undefined ? {} : { tls: { mode: 'ISTIO_MUTUAL', subjectAltNames: identities } }),
            ...(connectTimeout === undefined ? {} : { connectionPool: { tcp: { connectTimeout } } }),
            ...(outlierDetection === undefined ? {} : { outlierDetection }),
          },
        },
      },
      { parent: this, provider: cluster.provider, dependsOn: [...validatedBy, trustBundle.configMap] },
    );
    this.registerOutputs({});
  }
}
