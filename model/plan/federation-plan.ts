import { passthroughSni } from '../names/east-west-gateway';
import { importName } from '../names/federation';
import { spiffeId } from '../names/spiffe-id';
import type { FederationSpec } from '../schema/config';
import { byName } from '../topology/by-name';
import type { Export, Federation } from '../topology/federations';
import { hostNameAmong } from '../schema/static-address';
import { eastWestReach } from './east-west-gateway-plan';

/** A service of one mesh that appears in another. */
export interface ImportPlan {
  /** Name of its objects in Kubernetes and, with the cluster before it, in Pulumi. */
  readonly name: string;
  /** Its key in `meshwork:services`. */
  readonly service: string;
  /** The mesh that exports it. */
  readonly from: string;
  /** The mesh that it appears in. */
  readonly to: string;
  /** Host name in the importing mesh. */
  readonly host: string;
  /** Whether the gateways have addresses (`STATIC`), or names that sidecars have to resolve. */
  readonly resolution: 'STATIC' | 'DNS';
  readonly ports: readonly ImportedPortPlan[];
  /** SPIFFE identities that its workloads have; clients accept no other. */
  readonly identities: readonly string[];
  /** The east-west gateways behind which it is. */
  readonly gateways: readonly ImportGatewayPlan[];
}

/** One port of an imported service. */
export interface ImportedPortPlan {
  readonly name: string;
  readonly number: number;
  /** In the spelling of Istio's ServiceEntry. */
  readonly protocol: string;
  /** The SNI by which the exporter's gateway knows the port. */
  readonly sni: string;
}

/** A gateway by which an imported service is reached. */
export interface ImportGatewayPlan {
  /** The cluster that it stands in. */
  readonly cluster: string;
  /** Its address for other clusters, if config gives one. Default: the addresses in the status of its Service. */
  readonly address: string | undefined;
  readonly port: number;
}

/** One federation: whether its meshes trust each other, and the services that appear in each of them. */
export interface FederationPlan {
  readonly name: string;
  readonly meshes: readonly [string, string];
  readonly trust: FederationSpec['trust'];
  readonly imports: readonly ImportPlan[];
}

/** Plans one federation. */
export function planFederation({ exports, meshes, name, spec }: Federation): FederationPlan {
  return { name, meshes: [meshes[0].name, meshes[1].name], trust: spec.trust, imports: exports.map(planImport) };
}

/** Plans how a service appears in the mesh that imports it. */
export function planImport({ clusters, from, host, service, to }: Export): ImportPlan {
  const { name, spec } = service;
  const gateways = clusters.flatMap((cluster) => {
    const reach = eastWestReach(cluster.network.spec.gateway);
    // Another mesh cannot dial ports of nodes: nodes come and go. The rules refuse it (model/rules/exports.ts).
    return reach.by === 'nodePort' ? [] : [{ cluster: cluster.name, reach }];
  });
  return {
    name: importName(service.key, from.name),
    service: service.key,
    from: from.name,
    to: to.name,
    host,
    resolution: gateways.some(({ reach }) => mayBeHostName(reach)) ? 'DNS' : 'STATIC',
    ports: byName(spec.ports).map(([port, { appProtocol, port: number }]) => ({
      name: port,
      number,
      protocol: appProtocol.toUpperCase(),
      sni: passthroughSni(name, spec.namespace, number),
    })),
    identities: [from.spec.trustDomain, ...from.spec.trustDomainAliases]
      .flatMap((domain) => spec.serviceAccounts.map((account) => spiffeId(domain, spec.namespace, account)))
      .sort(),
    gateways: gateways.flatMap(({ cluster, reach }) =>
      (reach.by === 'static' ? reach.addresses : [undefined]).map((address) => ({
        cluster,
        address,
        port: reach.ports.tls,
      })),
    ),
  };
}

/** Whether the address of a gateway is a host name, or may become one. */
function mayBeHostName(reach: ReturnType<typeof eastWestReach>): boolean {
  if (reach.by === 'static') return hostNameAmong(reach.addresses) !== undefined;
  return reach.by === 'loadBalancer' && reach.yields.includes('hostname');
}
