import fc from 'fast-check';
import { gatewayDraft, type Network, networkFrom, NETWORKS } from './gateway-drafts';

/** A cluster as a user writes it, as far as tests read it. */
export interface Cluster {
  readonly role: 'primary' | 'remote' | 'standalone';
  readonly network: string;
  readonly mesh?: string;
  readonly primary?: string;
  readonly clusterId?: string;
  readonly readerToken?: { readonly generation: number };
  readonly values?: object;
}

interface Mesh {
  readonly meshId?: string;
  readonly trustDomain?: string;
  readonly [key: string]: unknown;
}

interface Service {
  readonly clusters: readonly string[];
  readonly reach?: {
    readonly from: readonly string[];
    readonly acceptPlaintext: boolean;
    readonly by: object;
    readonly address?: 'ip' | 'hostname';
  };
  readonly [key: string]: unknown;
}

interface Federation {
  readonly meshes: readonly [string, string];
  readonly exports: Readonly<Record<string, object>>;
  readonly [key: string]: unknown;
}

interface IngressGateway {
  readonly cluster?: string;
  readonly clusters?: readonly string[];
  readonly routes: Readonly<Record<string, { readonly hosts: readonly string[]; readonly service: string }>>;
  readonly https: Readonly<Record<string, object>>;
}

/** One generated configuration, right in shape and by the rules. */
export interface Configuration {
  readonly istio: object;
  readonly meshes: Readonly<Record<string, Mesh>>;
  readonly networks: Readonly<Record<string, Network>>;
  readonly clusters: Readonly<Record<string, Cluster>>;
  readonly services: Readonly<Record<string, Service>>;
  readonly federations: Readonly<Record<string, Federation>>;
  readonly ingressGateways: Readonly<Record<string, IngressGateway>>;
}

/**
 * In no useful order, and one a prefix of another, so that nothing relies on either. With a hyphen between them some make the same name:
 * `a` and `b-c` the same as `a-b` and `c`, and `a-crds` ends as a name of `a` might.
 */
const CLUSTERS = ['b-c', 'eu-10', 'a-crds', 'c', 'a', 'a-b', 'eu-1'];
const MESHES = ['a-b', 'blue', 'a'];
const SERVICES = ['a-b', 'shop', 'a'];
const INGRESS_GATEWAYS = ['a', 'a-b'];
/** One for each service. */
const ROUTES = ['b-c', 'c', 'b'];
const TRUST_DOMAINS = [undefined, 'cluster.local', 'shared.example'];

/** The random settings of one cluster. A remote becomes a primary where its mesh has none yet. */
export const clusterDraft = fc.record({
  mesh: fc.constantFrom(...MESHES),
  network: fc.constantFrom(...NETWORKS),
  role: fc.constantFrom<Cluster['role']>('primary', 'primary', 'remote', 'remote', 'standalone'),
  primary: fc.nat({ max: CLUSTERS.length }),
  ownId: fc.boolean(),
  generation: fc.constantFrom(undefined, 1, 2),
  values: fc.constantFrom(undefined, { istiod: { env: { B: '2', A: '3' }, resources: { limits: { cpu: '1' } } } }),
});

type ClusterDraft = typeof clusterDraft extends fc.Arbitrary<infer T> ? T : never;

const meshDraft = fc.record({
  ownId: fc.boolean(),
  trustDomain: fc.constantFrom(...TRUST_DOMAINS),
  second: fc.constantFrom(undefined, 'next', 'b-root'),
  signed: fc.boolean(),
  dns: fc.constantFrom(undefined, 'capture', 'stubs'),
  mtls: fc.constantFrom(undefined, 'strict', 'permissive'),
});

type MeshDraft = typeof meshDraft extends fc.Arbitrary<infer T> ? T : never;

const serviceDraft = fc.record({
  home: fc.nat({ max: CLUSTERS.length }),
  everywhere: fc.boolean(),
  reach: fc.constantFrom(undefined, { loadBalancer: {} }, { ingress: { class: 'contour' } }),
  acceptPlaintext: fc.boolean(),
  address: fc.constantFrom(undefined, 'ip', 'hostname'),
});

type ServiceDraft = typeof serviceDraft extends fc.Arbitrary<infer T> ? T : never;

/** Which cluster of a mesh an ingress gateway stands in, or whether in all of them, whether it leads anywhere, and whether it ends TLS for every other host. */
const ingressDraft = fc.record({
  home: fc.nat({ max: CLUSTERS.length }),
  everywhere: fc.constantFrom(undefined, 'first', 'last'),
  routed: fc.boolean(),
  secure: fc.boolean(),
});

type IngressDraft = typeof ingressDraft extends fc.Arbitrary<infer T> ? T : never;

/** Configurations of one to seven clusters in up to three meshes and networks, with services, federations and gateways of every kind. */
export const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    names: fc.shuffledSubarray(CLUSTERS, { minLength: 1 }),
    drafts: fc.array(clusterDraft, { minLength: CLUSTERS.length, maxLength: CLUSTERS.length }),
    meshes: fc.array(meshDraft, { minLength: MESHES.length, maxLength: MESHES.length }),
    services: fc.array(serviceDraft, { maxLength: SERVICES.length }),
    federated: fc.array(fc.constantFrom(undefined, 'exchanged', 'withdrawn'), { minLength: 3, maxLength: 3 }),
    gateways: fc.array(gatewayDraft, { minLength: NETWORKS.length, maxLength: NETWORKS.length }),
    ingress: fc.array(ingressDraft, { maxLength: INGRESS_GATEWAYS.length }),
    istiodValues: fc.constantFrom(undefined, { env: { A: '1', C: '4' }, resources: { limits: { memory: '1Gi' } } }),
  })
  .map(({ names, drafts, meshes, services, federated, gateways, ingress, istiodValues }) => {
    let clusters: Configuration['clusters'] = {};
    for (const [index, name] of names.entries())
      clusters = { ...clusters, [name]: clusterFrom(name, at(drafts, index), clusters) };
    const inhabited = MESHES.filter((mesh) => Object.values(clusters).some((cluster) => cluster.mesh === mesh));
    const meshesByName = Object.fromEntries(inhabited.map((name, index) => [name, meshFrom(name, at(meshes, index))]));
    const servicesByName = Object.fromEntries(
      services.map((draft, index) => [at(SERVICES, index), serviceFrom(draft, clusters)]),
    );
    const federations = federationsOf(meshesByName, servicesByName, clusters, federated);
    const places = { clusters, services: servicesByName, federations };
    return {
      istio: { version: '1.31.1', ...(istiodValues === undefined ? {} : { values: { istiod: istiodValues } }) },
      meshes: meshesByName,
      networks: Object.fromEntries(
        Object.values(clusters).map(({ network }) => [
          network,
          networkFrom(network, at(gateways, NETWORKS.indexOf(network)), places),
        ]),
      ),
      clusters,
      services: servicesByName,
      federations,
      ingressGateways: ingressGatewaysFrom(ingress, servicesByName, clusters),
    };
  });

/** Makes a cluster beside others. */
export function clusterFrom(name: string, draft: ClusterDraft, others: Configuration['clusters']): Cluster {
  const { generation, mesh, network, ownId, role, values } = draft;
  if (role === 'standalone') return { role, network };
  const primaries = Object.keys(others).filter(
    (other) => others[other]?.role === 'primary' && others[other].mesh === mesh,
  );
  const primary = primaries[draft.primary % Math.max(primaries.length, 1)];
  return {
    ...(role === 'remote' && primary !== undefined ? { role, primary } : { role: 'primary' }),
    mesh,
    network,
    ...(ownId ? { clusterId: `id-of-${name}` } : {}),
    ...(generation === undefined ? {} : { readerToken: { generation } }),
    ...(values === undefined ? {} : { values }),
  };
}

function meshFrom(name: string, { dns, mtls, ownId, second, signed, trustDomain }: MeshDraft): Mesh {
  const roots = { root: {}, ...(second === undefined ? {} : { [second]: { generate: { algorithm: 'ecdsa' } } }) };
  return {
    ...(ownId ? { meshId: `id-of-${name}` } : {}),
    ...(trustDomain === undefined ? { trustDomain: `${name}.example` } : { trustDomain }),
    ...(second === undefined && !signed ? {} : { roots, signer: second ?? 'root' }),
    ...(dns === undefined ? {} : { dns }),
    ...(mtls === undefined ? {} : { mtls }),
  };
}

/** A service of one cluster or of a whole mesh, reached from every cluster outside. */
function serviceFrom(
  { acceptPlaintext, address, everywhere, home, reach }: ServiceDraft,
  clusters: Configuration['clusters'],
): Service {
  const names = Object.keys(clusters);
  const first = at(names, home % names.length);
  const mesh = clusters[first]?.mesh;
  const ofMesh = names.filter((name) => name === first || (mesh !== undefined && clusters[name]?.mesh === mesh));
  const from = names.filter((name) => !ofMesh.includes(name));
  const running = everywhere ? ofMesh : [first];
  // A Service stands for one host name.
  const kind = running.length > 1 ? 'ip' : address;
  return {
    namespace: 'shop',
    clusters: running,
    ports: { http: { port: 80, targetPort: 8080 } },
    selector: { app: 'shop' },
    serviceAccounts: ['shop'],
    ...(reach !== undefined && from.length > 0
      ? {
          reach: {
            by: reach,
            from,
            acceptPlaintext: acceptPlaintext && mesh !== undefined,
            ...(kind === undefined ? {} : { address: kind }),
          },
        }
      : {}),
  };
}

/** At most one federation for each pair of meshes; each exports every service that one of the two meshes runs and the other can resolve. */
function federationsOf(
  meshes: Configuration['meshes'],
  services: Configuration['services'],
  clusters: Configuration['clusters'],
  federated: readonly (string | undefined)[],
): Configuration['federations'] {
  const names = Object.keys(meshes);
  const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other): [string, string] => [one, other]));
  const drawn = pairs.flatMap((pair, index) => (federated[index] === 'exchanged' ? [pair] : []));
  const entries = pairs.flatMap((pair, index): [string, Federation][] => {
    const trust = federated[index] ?? (meet(pair, drawn, meshes) ? 'withdrawn' : undefined);
    if (trust === undefined) return [];
    const exported = Object.keys(services).filter((name) => {
      const home = homeOf(at([services[name]], 0), clusters);
      return pair.includes(home) && pair.every((mesh) => mesh === home || meshes[mesh]?.['dns'] !== 'stubs');
    });
    const [one, other] = pair.map((mesh) => meshes[mesh]?.trustDomain);
    const federation = {
      meshes: pair,
      trust,
      sharedTrustDomain: one === other,
      exports: Object.fromEntries(exported.map((name) => [name, {}])),
    };
    return [[pair.join('-'), federation]];
  });
  return Object.fromEntries(entries);
}

/** Whether two meshes have one trust domain and a third mesh trusts both, so that they have to say that they share it. */
function meet(pair: [string, string], trusting: readonly [string, string][], meshes: Configuration['meshes']): boolean {
  const [one, other] = pair.map((mesh) => trusting.flatMap((pairs) => (pairs.includes(mesh) ? pairs : [])));
  const third = (one ?? []).some((mesh) => !pair.includes(mesh) && other?.includes(mesh));
  return third && domainOf(pair[0], meshes) === domainOf(pair[1], meshes);
}

function domainOf(mesh: string, meshes: Configuration['meshes']): string {
  return meshes[mesh]?.trustDomain ?? '';
}

/** Ingress gateways in clusters of meshes, each with a route for every service of its mesh. */
function ingressGatewaysFrom(
  drafts: readonly IngressDraft[],
  services: Configuration['services'],
  clusters: Configuration['clusters'],
): Configuration['ingressGateways'] {
  const meshed = Object.keys(clusters).filter((name) => clusters[name]?.mesh !== undefined);
  if (meshed.length === 0) return {};
  return Object.fromEntries(
    drafts.map(({ everywhere, home, routed, secure }, index) => {
      const cluster = at(meshed, home % meshed.length);
      const others = meshed.filter((name) => name !== cluster && clusters[name]?.mesh === clusters[cluster]?.mesh);
      const several = everywhere === 'first' ? [cluster, ...others] : [...others, cluster];
      const ours = Object.entries(services).filter(
        ([, service]) => routed && homeOf(service, clusters) === clusters[cluster]?.mesh,
      );
      const routes = ours.map(
        ([service], route) => [at(ROUTES, route), { hosts: [`${service}.example`], service }] as const,
      );
      const https = routes
        .filter((_, route) => secure && route % 2 === 0)
        .map(([name, { hosts }]) => [name, { hosts, certificate: { generate: {} } }]);
      return [
        at(INGRESS_GATEWAYS, index),
        {
          ...(everywhere === undefined ? { cluster } : { clusters: several }),
          routes: Object.fromEntries(routes),
          https: Object.fromEntries(https) as IngressGateway['https'],
        },
      ];
    }),
  );
}

/** The mesh that runs a service; empty for one of a standalone cluster. */
export function homeOf(service: Service, clusters: Configuration['clusters']): string {
  return clusters[service.clusters[0] ?? '']?.mesh ?? '';
}

function at<T>(list: readonly (T | undefined)[], index: number): T {
  const entry = list[index];
  if (entry === undefined) throw new Error(`There is nothing at ${index}.`);
  return entry;
}
