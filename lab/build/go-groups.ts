/** Go programs that are kept in one cache entry, because they change together. */
export interface GoGroup {
  /** Name of the cache entry. */
  readonly name: string;
  /** Directory below `lab/` of the module they are built in, where that is none of the workspace's (docs/adr/0009). */
  readonly module?: string;
  /** Directories below `lab/` whose Go files go into these programs (dependencies are pinned by go.sum). */
  readonly sources: readonly string[];
  /** Name of each program in the entry, and its package. */
  readonly programs: Readonly<Record<string, string>>;
}

/**
 * kube is every Kubernetes program in one: see lab/build/kubernetes/kube. etcd is the one that Kubernetes' own requirements
 * name. With Debian 12's (3.4.23), a watch that asks for the existing objects first ends in "Too large resource version".
 */
export const kubernetes: GoGroup = {
  name: 'kubernetes',
  sources: ['build/kubernetes'],
  programs: {
    kube: './build/kubernetes/kube',
    pause: './build/kubernetes/pause',
    agnhost: './build/kubernetes/agnhost',
    etcd: 'go.etcd.io/etcd/server/v3',
  },
};

/** CoreDNS with the plugins that the lab's Corefile names. */
export const coredns: GoGroup = {
  name: 'coredns',
  sources: ['build/coredns'],
  programs: { coredns: './build/coredns' },
};

/** The programs in Istio's images. */
export const istio: GoGroup = {
  name: 'istio',
  sources: [],
  programs: {
    'pilot-discovery': 'istio.io/istio/pilot/cmd/pilot-discovery',
    'pilot-agent': 'istio.io/istio/pilot/cmd/pilot-agent',
  },
};

/** Istio's CNI agent and the plugin that it puts on nodes, built when a lab is asked for them. */
export const istioCni: GoGroup = {
  name: 'istio-cni',
  sources: [],
  programs: {
    'install-cni': 'istio.io/istio/cni/cmd/install-cni',
    'istio-cni': 'istio.io/istio/cni/cmd/istio-cni',
  },
};

/** Only benches and comparisons need it, so it is built when one of them asks. */
export const istioctl: GoGroup = {
  name: 'istioctl',
  sources: [],
  programs: { istioctl: 'istio.io/istio/istioctl/cmd/istioctl' },
};

/**
 * The ingress controller, built when a lab is asked for one. It compiles with the Kubernetes and Gateway API libraries of its own
 * release only, so it has no place in the workspace. Its go.mod names the workspace's versions of all other shared modules.
 */
export const contour: GoGroup = {
  name: 'contour',
  module: 'build/contour',
  sources: [],
  programs: { contour: 'github.com/projectcontour/contour/cmd/contour' },
};

/** Pulumi's engine, without its reader for OpenAPI documents: see lab/build/pulumi/libopenapi. */
export const engine: GoGroup = {
  name: 'pulumi',
  sources: ['build/pulumi/libopenapi'],
  programs: { pulumi: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi' },
};

/** The Node language host that goes beside our engine. */
export const languageHost: GoGroup = {
  name: 'pulumi-language-nodejs',
  sources: ['build/pulumi/pulumi-language-nodejs'],
  programs: { 'pulumi-language-nodejs': './build/pulumi/pulumi-language-nodejs' },
};

/** The lab's own provider plugins; one entry, because they may share packages. */
export const standInPlugins: GoGroup = {
  name: 'plugins',
  sources: ['plugins'],
  programs: {
    'pulumi-resource-kubernetes': './plugins/kubernetes',
    'pulumi-resource-tls': './plugins/tls',
    'pulumi-resource-random': './plugins/random',
    'pulumi-resource-command': './plugins/command',
  },
};
