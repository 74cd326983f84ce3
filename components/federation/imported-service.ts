import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { FEDERATED_NETWORK } from '../../model/names/federation';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { ImportPlan } from '../../model/plan/federation-plan';
import type { Cluster } from '../cluster/cluster';
import type { TrustBundle } from '../trust/trust-bundle';

/** Arguments of an imported service. */
export interface ImportedServiceArgs {
  /** The primary that it is declared in, for all clusters that it serves. */
  readonly cluster: Cluster;
  /** Resources that are ready once its istiods validate what is made here. */
  readonly validatedBy: readonly pulumi.Input<pulumi.Resource>[];
  /** The roots that its proxies trust: without the exporter's, every call would fail. */
  readonly trustBundle: TrustBundle;
  /** The plan of the import. */
  readonly imported: ImportPlan;
  /** Addresses of the east-west gateway in a cluster of the exporter, where the plan has none. */
  readonly addressesOf: (cluster: string) => pulumi.Input<string[]>;
}

/** Both objects lie in istio-system, and are for workloads anywhere: also where the mesh config has exports end at their namespace. */
const EVERYWHERE = ['*'];

/** A service of another mesh, under a host name of this one: behind the exporter's gateways, with the identities of its workloads pinned. */
export class ImportedService extends pulumi.ComponentResource {
  constructor(name: string, args: ImportedServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan, provider } = args.cluster;
    const { imported } = args;
    const { from, gateways, host, identities, ports } = imported;
    super('meshwork:federation:ImportedService', name, { cluster: plan.name, from, host }, opts);
    const child = { parent: this, provider, dependsOn: [...args.validatedBy, args.trustBundle.configMap] };
    const metadata = { name: imported.name, namespace: SYSTEM_NAMESPACE };
    const known = gateways.map(({ address, cluster }) =>
      address === undefined ? args.addressesOf(cluster) : [address],
    );
    const endpoints = pulumi.all(known).apply((addresses) =>
      gateways.flatMap(({ port }, index) =>
        (addresses[index] ?? []).map((address) => ({
          address,
          network: FEDERATED_NETWORK,
          ports: Object.fromEntries(ports.map((one) => [one.name, port])),
        })),
      ),
    );
    new k8s.CustomResource(
      `${name}-entry`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata,
        spec: {
          hosts: [host],
          location: 'MESH_INTERNAL',
          resolution: imported.resolution,
          exportTo: EVERYWHERE,
          ports: ports.map(({ name: port, number, protocol }) => ({ name: port, number, protocol })),
          endpoints,
        },
      },
      child,
    );
    new k8s.CustomResource(
      `${name}-identity`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata,
        spec: {
          host,
          exportTo: EVERYWHERE,
          trafficPolicy: {
            // By port, because the SNI by which the exporter's gateway knows a service has the port in it.
            portLevelSettings: ports.map(({ number, sni }) => ({
              port: { number },
              tls: { mode: 'ISTIO_MUTUAL', sni, subjectAltNames: identities },
            })),
          },
        },
      },
      child,
    );
    this.registerOutputs({ host });
  }
}
