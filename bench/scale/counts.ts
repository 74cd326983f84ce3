/** How often a type is registered: once or more for the mesh, for each cluster, and for each ordered pair of clusters. */
interface Growth {
  readonly mesh?: number;
  readonly cluster?: number;
  readonly pair?: number;
}

/**
 * The number of resources by type of a mesh of primaries in networks of their own (bench/scale/configuration.ts), computed from the number of
 * clusters. A chart counts as one: its objects are as many for each cluster, and made by the plugin.
 */
const GROWTH: Readonly<Record<string, Growth>> = {
  // The object by which istiod tells that API servers reach its webhook.
  'kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration': { cluster: 1 },
  // The trust bundle.
  'kubernetes:core/v1:ConfigMap': { cluster: 1 },
  'kubernetes:core/v1:Namespace': { cluster: 1 },
  // For each cluster `cacerts` and its reader token, for each pair the remote secret.
  'kubernetes:core/v1:Secret': { cluster: 2, pair: 1 },
  // base, istiod and gateway.
  'kubernetes:helm.sh/v4:Chart': { cluster: 3 },
  'kubernetes:networking.istio.io/v1:Gateway': { cluster: 1 },
  'kubernetes:security.istio.io/v1:PeerAuthentication': { cluster: 1 },
  'meshwork:cluster:Cluster': { cluster: 1 },
  'meshwork:controlplane:MeshMtls': { cluster: 1 },
  'meshwork:controlplane:PrimaryControlPlane': { cluster: 1 },
  'meshwork:discovery:RemoteSecret': { pair: 1 },
  'meshwork:gateways:EastWestGateway': { cluster: 1 },
  'meshwork:gateways:ServiceExposure': { cluster: 1 },
  'meshwork:index:Mesh': { mesh: 1 },
  'meshwork:trust:IntermediateCa': { cluster: 1 },
  'meshwork:trust:RootCa': { mesh: 1 },
  'meshwork:trust:TrustBundle': { cluster: 1 },
  // One for CRDs, which outlive the stack, and one for everything else.
  'pulumi:providers:kubernetes': { cluster: 2 },
  'random:index/randomId:RandomId': { mesh: 1, cluster: 1 },
  'tls:index/certRequest:CertRequest': { cluster: 1 },
  'tls:index/locallySignedCert:LocallySignedCert': { cluster: 1 },
  'tls:index/privateKey:PrivateKey': { mesh: 1, cluster: 1 },
  'tls:index/selfSignedCert:SelfSignedCert': { mesh: 1 },
};

/** Resources by type that the plan says for a number of clusters. */
export function expectedCounts(clusters: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(GROWTH).map(([type, { mesh = 0, cluster = 0, pair = 0 }]) => [
      type,
      mesh + cluster * clusters + pair * clusters * (clusters - 1),
    ]),
  );
}

/** Counts resources by type, in the order of the types. */
export function countsByType(resources: readonly { readonly type: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of resources.map((resource) => resource.type).sort()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
