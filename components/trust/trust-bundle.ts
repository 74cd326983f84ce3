import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { stringify } from 'yaml';
import { TRUST_BUNDLE } from '../../model/names/federation';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { Cluster } from '../cluster/cluster';
import type { Mesh } from '../mesh';

/** Arguments of a trust bundle. */
export interface TrustBundleArgs {
  /** A primary: its istiod hands the bundle to every proxy that it serves. */
  readonly cluster: Cluster;
  /** The meshes whose roots are trusted, its own among them. */
  readonly trusts: readonly Mesh[];
}

/**
 * The roots that the proxies of an istiod trust, as a piece of mesh config that istiod merges into its own (`SHARED_MESH_CONFIG`). Not in the
 * chart's values, because a root that is still to be made is unknown. istiod passes a change on to running proxies at once (docs/adr/0013).
 */
export class TrustBundle extends pulumi.ComponentResource {
  /** The ConfigMap. */
  readonly configMap: k8s.core.v1.ConfigMap;

  constructor(name: string, args: TrustBundleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { namespace, plan, provider } = args.cluster;
    const trusts = args.trusts.map((mesh) => mesh.plan.name);
    super('meshwork:trust:TrustBundle', name, { cluster: plan.name, trusts }, opts);
    const caCertificates = args.trusts.flatMap((mesh) =>
      // istiod looks at the first certificate of an entry only, so each root has one of its own.
      [...mesh.roots.values()].map(({ certificate }) => ({
        pem: certificate,
        trustDomains: [mesh.plan.trustDomain, ...mesh.plan.trustDomainAliases],
      })),
    );
    this.configMap = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      {
        metadata: { name: TRUST_BUNDLE, namespace: SYSTEM_NAMESPACE },
        data: { mesh: pulumi.output({ caCertificates }).apply((config) => stringify(config)) },
      },
      { parent: this, provider, dependsOn: namespace },
    );
    this.registerOutputs({});
  }
}
