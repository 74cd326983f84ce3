import { meshedClusters } from '../topology/membership';
import { importedHost, importName, passthroughSni, serviceHost, spiffeId } from '../names';
import type { FederationSpec, ServiceSpec, Spec } from '../schema/config';
import { byName } from './by-name';
import { existing } from './existing';
import { type GatewayReach, gatewayReach } from './gateway-plan';
import { networkOf } from './network-of';

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
  /** Where others find it, if config says so; else it is what its Service yields. */
  readonly address: string | undefined;
  readonly port: number;
}

/** One federation: who trusts whom, and what appears where. */
export interface FederationPlan {
  readonly name: string;
  readonly meshes: readonly [string, string];
  readonly trust: FederationSpec['trust'];
  readonly imports: readonly ImportPlan[];
}

/** Plans the federations of a spec, by name. */
export function planFederations(spec: Spec): FederationPlan[] {
  return byName(spec.federations).map(([name, federation]) => ({
    name,
    meshes: federation.meshes,
    trust: federation.trust,
    imports: byName(federation.exports).map(([service, { from, host }]) =>
      importOf(service, from ?? exportersOf(service, federation, spec)[0] ?? '', host, federation, spec),
    ),
  }));
}

/** The meshes whose roots a mesh trusts: itself, and those that it exchanges trust with. */
export function trustedMeshes(mesh: string, spec: Spec): string[] {
  const partners = Object.values(spec.federations)
    .filter(({ meshes, trust }) => trust === 'exchanged' && meshes.includes(mesh))
    .map(({ meshes }) => otherOf(meshes, mesh));
  return [mesh, ...partners].sort();
}

/** The services that appear in a mesh from others. */
export function importsOf(mesh: string, spec: Spec): ImportPlan[] {
  return planFederations(spec).flatMap(({ imports }) => imports.filter(({ to }) => to === mesh));
}

/** The services that a cluster runs and its mesh exports, by their hosts in the cluster. Each once, whoever imports it. */
export function exportsOf(cluster: string, spec: Spec): string[] {
  const mesh = meshedClusters(spec)[cluster]?.mesh;
  const exported = planFederations(spec)
    .flatMap(({ imports }) => imports)
    .filter(({ from, gateways }) => from === mesh && gateways.some((gateway) => gateway.cluster === cluster))
    .map(({ service }) => serviceHost(nameIn(service, spec), serviceOf(service, spec).namespace));
  return [...new Set(exported)].sort();
}

/** The meshes of a federation that run a service. The rules want exactly one, or `from` (model/rules/federations.ts). */
export function exportersOf(service: string, { meshes }: Pick<FederationSpec, 'meshes'>, spec: Spec): string[] {
  return meshes.filter((mesh) => runningIn(service, mesh, spec).length > 0);
}

/** The clusters of a mesh that run a service. */
export function runningIn(service: string, mesh: string, spec: Spec): string[] {
  const clusters = meshedClusters(spec);
  return (spec.services[service]?.clusters ?? []).filter((cluster) => clusters[cluster]?.mesh === mesh).sort();
}

/** Host name under which an export appears, unless config names another. */
export function defaultHost(service: string, from: string, spec: Spec): string {
  return importedHost(nameIn(service, spec), serviceOf(service, spec).namespace, from);
}

function importOf(
  service: string,
  from: string,
  host: string | undefined,
  { meshes }: FederationSpec,
  spec: Spec,
): ImportPlan {
  const { namespace, ports, serviceAccounts } = serviceOf(service, spec);
  const clusters = runningIn(service, from, spec);
  const trustDomain = spec.meshes[from]?.trustDomain ?? '';
  const gateways = clusters.map((cluster) => ({ cluster, reach: gatewayReach(networkOf(cluster, spec).gateway) }));
  return {
    name: importName(service, from),
    service,
    from,
    to: otherOf(meshes, from),
    host: host ?? defaultHost(service, from, spec),
    resolution: gateways.some(({ reach }) => reach.by === 'loadBalancer' && reach.yields === 'hostname')
      ? 'DNS'
      : 'STATIC',
    ports: byName(ports).map(([name, { appProtocol, port }]) => ({
      name,
      number: port,
      protocol: appProtocol.toUpperCase(),
      sni: passthroughSni(nameIn(service, spec), namespace, port),
    })),
    identities: serviceAccounts.map((account) => spiffeId(trustDomain, namespace, account)).sort(),
    gateways: gateways.map(({ cluster, reach }) => ({ cluster, ...dialled(reach) })),
  };
}

/** @throws Error for ports of nodes without a static address, which the rules refuse (model/rules/exports.ts). */
function dialled(reach: GatewayReach): Pick<ImportGatewayPlan, 'address' | 'port'> {
  if (reach.by === 'nodePort')
    throw new Error('Another mesh cannot dial ports of nodes: the spec was planned without its rules.');
  return { address: reach.by === 'static' ? reach.address : undefined, port: reach.ports.tls };
}

function serviceOf(service: string, spec: Spec): ServiceSpec {
  return existing(spec.services, 'service', service);
}

function nameIn(service: string, spec: Spec): string {
  return serviceOf(service, spec).service ?? service;
}

/** The partner of a mesh in a federation. */
function otherOf([one, other]: readonly [string, string], mesh: string): string {
  return one === mesh ? other : one;
}
