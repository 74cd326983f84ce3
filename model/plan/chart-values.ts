import { CNI_NAMESPACE } from '../names/cni';
import { TRUST_BUNDLE } from '../names/federation';
import { ingressGatewayName, ingressGatewaySelector } from '../names/ingress-gateway';
import type { IstioSpec } from '../schema/config';
import type { Platform } from '../schema/platform';
import type { MeshedCluster } from '../topology/clusters';
import { hasCni } from '../topology/cni';
import { mergeValues, type Values } from './values';
import { platformValues } from './cni-values';
import { DEPENDS_ON, orderedAfter } from './order';
import { pullSecretValues } from './pull-secret';
import { userValues } from './user-values';

/** An Istio release, and whether its images are pulled with a Secret. */
export type IstioRelease = IstioSpec & {
  /** Whether clusters have a Secret for registries with a password. Default: false. */
  readonly hasPullSecret?: boolean;
};

/**
 * A failure policy that istiod would set anyway: rendered from the start, it is no drift after the first `up`. Both the base and
 * the istiod chart need it (istio/istio#57643, and the values.yaml of the charts).
 */
const FAILING_CLOSED: Values = { validationFailurePolicy: 'Fail' };

/**
 * Objects that must exist before istiod starts. An istiod that does not find the injector's ConfigMap turns injection off until it is
 * restarted. Without its account and roles it starts, and retries in ever longer steps.
 */
const ISTIOD_AFTER = orderedAfter(
  ['', 'ConfigMap', 'istio'],
  ['', 'ConfigMap', 'istio-sidecar-injector'],
  ['', 'ServiceAccount', 'istiod'],
  ['rbac.authorization.k8s.io', 'RoleBinding', 'istiod'],
);

/** Values of the base chart: the user's, with those that the plan owns over them. */
export function baseValues(cluster: MeshedCluster, istio: IstioSpec): Values {
  return mergeValues(userValues(cluster, 'base', istio), ownedBaseValues(cluster.role));
}

/** The values of the base chart that the plan owns. */
export function ownedBaseValues(role: 'primary' | 'remote'): Values {
  // A remote gets no validating webhook: no istiod would patch it, and unpatched it refuses every write (Istio reference, 1.6).
  return role === 'primary' ? { base: FAILING_CLOSED } : { defaultRevision: '' };
}

/** Values with which the base chart renders CRDs and nothing else, with the user's other values. */
export function crdsAlone(values: Values): Values {
  // The only other object for a whole cluster is the default validating webhook.
  return mergeValues(values, { global: { resourceScope: 'cluster' }, defaultRevision: '' });
}

/** Values with which the base chart renders everything but the CRDs, which are there already. */
export function withoutCrds(values: Values, crds: readonly string[]): Values {
  return mergeValues(values, { base: { excludedCRDs: [...crds] } });
}

/** The plan's settings for the istiod chart, for either role. */
export type IstiodChart = {
  readonly clusterId: string;
  readonly meshId: string;
  readonly network: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  /** Kind of Kubernetes. Default: none with settings of its own. */
  readonly platform?: Platform | undefined;
} & (PrimaryIstiod | RemoteIstiod);

/** Further settings for the istiod chart of a primary. */
interface PrimaryIstiod {
  readonly role: 'primary';
  readonly servesRemotes: boolean;
  /** Whether machines outside Kubernetes get their config from it. */
  readonly servesMachines: boolean;
  readonly dns: 'capture' | 'stubs';
  /** Whether a CNI agent sets up the routes of the pods that it injects. */
  readonly cni: boolean;
  /** Istio's MeshNetworks of its mesh (model/plan/mesh-networks.ts). Undefined if labels are enough. */
  readonly meshNetworks: Values | undefined;
  /** Whether nodes announce the gateway of a network of its mesh. */
  readonly nodesAnnounceGateways: boolean;
  /** A name by which the API servers of remotes call it. */
  readonly hostname: string | undefined;
  /** Key of the ingress gateway that serves Ingress objects. Default: none. */
  readonly ingressGateway?: string | undefined;
}

/** Further settings for the istiod chart of a remote. */
interface RemoteIstiod {
  readonly role: 'remote';
  readonly injection: { readonly path: string } | { readonly url: string };
}

/** Settings for the istiod chart before what its cluster says of itself. */
type Unplaced = Omit<PrimaryIstiod, 'cni'> | RemoteIstiod;

/** Values of the istiod chart. Always fully known: one unknown value would hide every object of the chart from a preview. */
export function istiodValues(cluster: MeshedCluster, istio: IstioRelease, chart: Unplaced): Values {
  const { hasPullSecret = false } = istio;
  const { clusterId, mesh, network, spec } = cluster;
  const { trustDomain, trustDomainAliases } = mesh.spec;
  const { platform } = spec;
  const told = {
    ...chart,
    trustDomain,
    trustDomainAliases,
    cni: hasCni(spec),
    platform,
    clusterId,
    meshId: mesh.meshId,
    network: network.name,
  };
  const user = userValues(cluster, 'istiod', istio);
  return mergeValues(user, hasPullSecret ? pullSecretValues(user) : {}, ownedIstiodValues(istio.images, told));
}

/** The values of the istiod chart that the plan owns. */
export function ownedIstiodValues({ hub, tag }: IstioSpec['images'], chart: IstiodChart): Values {
  const global: Values = {
    meshID: chart.meshId,
    network: chart.network,
    multiCluster: { clusterName: chart.clusterId },
    ...(hub === undefined ? {} : { hub }),
    ...(tag === undefined ? {} : { tag }),
    ...platformValues(chart.platform),
  };
  return chart.role === 'remote' ? remoteValues(global, chart) : primaryValues(global, chart);
}

function remoteValues(global: Values, chart: Extract<IstiodChart, RemoteIstiod>): Values {
  const { injection } = chart;
  return {
    profile: 'remote',
    // From 1.29 on an istiod takes the trust domain of a remote's workloads from the remote's own mesh config, and cluster.local where
    // there is none: without it, clients would expect identities that no server has (pilot's multicluster.go; docs/adr/0011).
    configMap: true,
    meshConfig: trustDomains(chart),
    // remotePilotAddress stays unset: the Service is ours, because its address is only known after the gateway has one.
    global,
    istiodRemote: 'url' in injection ? { injectionURL: injection.url } : { injectionPath: injection.path },
  };
}

function primaryValues(global: Values, chart: Extract<IstiodChart, PrimaryIstiod>): Values {
  return {
    global: {
      ...global,
      externalIstiod: chart.servesRemotes,
      ...(chart.meshNetworks === undefined ? {} : { meshNetworks: chart.meshNetworks }),
    },
    base: FAILING_CLOSED,
    // The injector then leaves out the init container that needs NET_ADMIN, in pods of remotes as well.
    ...(chart.cni ? { cni: { enabled: true }, taint: { namespace: CNI_NAMESPACE } } : {}),
    deploymentAnnotations: { [DEPENDS_ON]: ISTIOD_AFTER },
    ...startedWith(chart),
    env: {
      // A root that comes or goes later, of this mesh or of another, then restarts nothing (docs/adr/0013).
      ISTIO_MULTIROOT_MESH: 'true',
      SHARED_MESH_CONFIG: TRUST_BUNDLE,
      // Puts the name into istiod's certificate.
      ...(chart.hostname === undefined ? {} : { ISTIOD_CUSTOM_HOST: chart.hostname }),
    },
    meshConfig: {
      ...trustDomains(chart),
      ...(chart.ingressGateway === undefined ? {} : kubernetesIngress(chart.ingressGateway)),
      // Remotes' pods get it as well: istiod injects both.
      defaultConfig: {
        proxyMetadata: { ISTIO_META_DNS_CAPTURE: String(chart.dns === 'capture'), PROXY_CONFIG_XDS_AGENT: 'true' },
      },
    },
  };
}

/**
 * Annotations of the pods of an istiod with what it takes up only when it starts, so that a change has it start anew.
 *
 * - The trust domain of an istiod that serves machines, while the mesh has aliases of it. For who proves by certificate who it is, as machines do, an istiod
 *   accepts that domain alone until its end (createPeerCertVerifier in pilot's bootstrap/server.go): a machine whose certificate is of the next domain
 *   would get no config from it.
 * - MeshNetworks, where nodes announce a gateway: an istiod that reads them again forgets that gateway (model/plan/mesh-networks.ts).
 */
function startedWith(chart: Extract<IstiodChart, PrimaryIstiod>): { podAnnotations?: Values } {
  const { meshNetworks, nodesAnnounceGateways, servesMachines, trustDomain, trustDomainAliases } = chart;
  const annotations = {
    ...(servesMachines && trustDomainAliases.length > 0 ? { 'meshwork/trust-domain': trustDomain } : {}),
    ...(nodesAnnounceGateways && meshNetworks !== undefined
      ? { 'meshwork/mesh-networks': JSON.stringify(meshNetworks) }
      : {}),
  };
  return Object.keys(annotations).length === 0 ? {} : { podAnnotations: annotations };
}

/**
 * The domain is an alias of itself. An istiod knows the identity of a pod by the domain of the time when it learnt of the pod, and has its clients
 * accept that identity and the same one in each alias (pilot's endpoint_builder.go, ExpandWithTrustDomains in push_context.go). Without itself
 * among the aliases, clients would refuse a pod from before a change of the domain once its certificate is renewed (issue 14).
 */
function trustDomains({ trustDomain, trustDomainAliases }: IstiodChart): Values {
  return { trustDomain, trustDomainAliases: [...new Set([trustDomain, ...trustDomainAliases])].sort() };
}

/** Istio's defaults are the names of another gateway. The Service is where istiod finds the addresses for the status of Ingress objects. */
function kubernetesIngress(gateway: string): Values {
  return { ingressService: ingressGatewayName(gateway), ingressSelector: ingressGatewaySelector(gateway).istio };
}
