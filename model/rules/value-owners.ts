import type { ChartValues } from '../schema/chart-values';
import { ownedPaths } from '../plan/owned-paths';

type Chart = keyof ChartValues;

/** How a value comes about: by a config key or a fact of the config, or `never` by the user, with the reason. */
export type Decision = string | { readonly never: string };

/** A value that the plan decides, how it comes about, and how for ingress gateways if that differs. */
export type Owner = readonly [key: string, decision: Decision, ofIngress?: Decision];

/** Variables that the istiod chart sets itself (its templates/deployment.yaml). It would write each of them twice, which API servers refuse. */
const CHART_VARIABLES = [
  ...['CLUSTER_ID', 'GOMAXPROCS', 'KUBECONFIG', 'PILOT_CERT_PROVIDER', 'PILOT_ENABLE_ANALYSIS'],
  ...['PLATFORM', 'POD_NAME', 'POD_NAMESPACE', 'REVISION', 'SERVICE_ACCOUNT'],
];

/** Why nothing of Istio's ambient mode can be turned on. */
const NO_AMBIENT = 'pods of the mesh have sidecars, and the stack installs no ztunnel';

/**
 * Chart values that are not the user's, with who decides them; a key owns all that is below it. Some are never set by the plan, and refused
 * because it relies on what the chart does without them.
 */
const SPECIAL: Readonly<Record<Chart, readonly Owner[]>> = {
  base: [
    ['defaultRevision', 'the role of the cluster'],
    ['profile', 'the role of the cluster'],
    ['base.validationURL', 'the role of the cluster'],
    ['base.validationCABundle', 'the role of the cluster'],
    ['base.validationFailurePolicy', { never: 'istiod would set it back' }],
    ['base.excludedCRDs', 'meshwork:istio.crds'],
    ['base.enableCRDTemplates', 'meshwork:istio.crds'],
    ['global.istioNamespace', { never: 'all clusters of a mesh share it' }],
    ['global.resourceScope', { never: 'all objects are made' }],
    ['global.enableReaderRBAC', 'the plan of who watches whom'],
    ['global.readerServiceAccount', 'the plan of who watches whom'],
  ],
  istiod: [
    ['profile', 'the role of the cluster'],
    ['global.profile', 'the role of the cluster'],
    ['revision', { never: 'the revision is "default"' }],
    ['revisionTags', { never: 'the revision is "default"' }],
    ['global.meshID', 'meshwork:meshes.<name>.meshId'],
    ['global.network', 'meshwork:clusters.<name>.network'],
    ['global.meshNetworks', 'meshwork:networks'],
    ['global.multiCluster', 'meshwork:clusters.<name>.clusterId'],
    ['global.externalIstiod', 'the role of the cluster'],
    ['global.configCluster', 'the role of the cluster'],
    ['global.remotePilotAddress', "the primary's east-west gateway"],
    ['global.hub', 'meshwork:istio.images.hub'],
    ['global.tag', 'meshwork:istio.images.tag'],
    ['global.istioNamespace', { never: 'all clusters of a mesh share it' }],
    ['global.resourceScope', { never: 'all objects are made' }],
    ['global.operatorManageWebhooks', 'the role of the cluster'],
    ['global.omitSidecarInjectorConfigMap', 'the role of the cluster'],
    ['configMap', 'the role of the cluster'],
    ['istiodRemote', 'the role of the cluster'],
    ['base.validationURL', 'the role of the cluster'],
    ['base.validationCABundle', 'the role of the cluster'],
    ['base.validationFailurePolicy', { never: 'istiod would set it back' }],
    ['meshConfig.trustDomain', 'meshwork:meshes.<name>.trustDomain'],
    ['meshConfig.trustDomainAliases', 'meshwork:meshes.<name>.trustDomainAliases'],
    ['meshConfig.rootNamespace', { never: 'policies for the whole mesh lie in istio-system' }],
    ['meshConfig.defaultConfig.discoveryAddress', 'the role of the cluster'],
    ['meshConfig.defaultConfig.meshId', 'meshwork:meshes.<name>.meshId'],
    ['meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE', 'meshwork:meshes.<name>.dns'],
    ['deploymentAnnotations.config.kubernetes.io/depends-on', { never: 'istiod must not start before its config' }],
    [
      'global.proxy.clusterDomain',
      {
        never: 'names that the stack writes end in cluster.local, so a cluster with another domain cannot be in a mesh',
      },
    ],
    ['global.pilotCertProvider', { never: 'the certificate of istiod is signed by the intermediate of its cluster' }],
    ['global.caAddress', { never: 'istiods sign with the intermediates of the stack' }],
    ...CHART_VARIABLES.map((name): Owner => [`env.${name}`, { never: 'the chart sets it' }]),
    [
      'cni.enabled',
      'meshwork:clusters.<name>.cni; without the agent that the key installs, pods without the init container do not start',
    ],
    ['taint.namespace', 'meshwork:clusters.<name>.cni'],
    ['global.platform', 'meshwork:clusters.<name>.platform'],
    ['platform', 'meshwork:clusters.<name>.platform'],
    ['global.sds.token.aud', { never: 'proxies and machines ask istiod for certificates with tokens for "istio-ca"' }],
    ['env.PILOT_ENABLE_AMBIENT', { never: NO_AMBIENT }],
    ['env.AMBIENT_ENABLE_MULTI_NETWORK', { never: 'it hides endpoints of networks without a gateway from sidecars' }],
    ['env.EXTERNAL_CA', { never: 'istiods sign with the intermediates of the stack' }],
    ['env.ENABLE_CA_SERVER', { never: 'istiods sign with the intermediates of the stack' }],
    ['env.ISTIO_MULTIROOT_MESH', { never: 'without it a root cannot be rotated' }],
    ['env.SHARED_MESH_CONFIG', { never: 'by it istiod learns which roots to trust' }],
    ['env.VALIDATION_WEBHOOK_CONFIG_NAME', { never: 'by its controller istiod says that it can be reached' }],
    ['meshConfig.caCertificates', 'meshwork:meshes.<name>.roots and meshwork:federations'],
    [
      'meshConfig.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT',
      { never: 'without it running pods do not learn of roots' },
    ],
    ['env.ISTIOD_CUSTOM_HOST', 'meshwork:networks.<name>.gateway.hostname'],
    ['hub', 'meshwork:istio.images.hub'],
    ['tag', 'meshwork:istio.images.tag'],
  ],
  cni: [
    ['profile', { never: NO_AMBIENT }],
    ['global.profile', { never: NO_AMBIENT }],
    ['ambient', { never: NO_AMBIENT }],
    ['revision', { never: 'the agent serves pods of every revision' }],
    ['global.resourceScope', { never: 'all objects are made' }],
    ['global.platform', 'meshwork:clusters.<name>.platform'],
    ['platform', 'meshwork:clusters.<name>.platform'],
    ['global.hub', 'meshwork:istio.images.hub'],
    ['global.tag', 'meshwork:istio.images.tag'],
    ['hub', 'meshwork:istio.images.hub'],
    ['tag', 'meshwork:istio.images.tag'],
  ],
  gateway: [
    ['name', { never: 'gateways are found by their names' }],
    ['revision', { never: 'the revision is "default"' }],
    ['annotations.config.kubernetes.io/depends-on', { never: 'pods need their service account first' }],
    ['networkGateway', 'meshwork:clusters.<name>.network', { never: 'it makes an east-west gateway' }],
    ['networkGatewayPorts', 'meshwork:networks.<name>.gateway.port', { never: 'it is for east-west gateways' }],
    [
      'labels.networking.istio.io/gatewayPort',
      'meshwork:networks.<name>.gateway.port',
      { never: 'it is for east-west gateways' },
    ],
    [
      'labels.topology.istio.io/network',
      'meshwork:clusters.<name>.network',
      { never: 'it makes an east-west gateway' },
    ],
    ['labels.istio', { never: 'gateways are found by it' }],
    ['labels.app', { never: 'gateways are found by it' }],
    ['service.type', 'meshwork:networks.<name>.gateway.service', 'meshwork:ingressGateways.<name>.service'],
    ['service.ports', 'meshwork:networks.<name>.gateway.port', 'meshwork:ingressGateways.<name>.https and .ports'],
    ...(
      [
        ['service.loadBalancerClass', 'class'],
        ['service.loadBalancerSourceRanges', 'sourceRanges'],
        ['service.annotations', 'annotations'],
      ] as const
    ).map(([key, setting]): Owner => [
      key,
      `meshwork:networks.<name>.gateway.loadBalancer.${setting}`,
      `meshwork:ingressGateways.<name>.loadBalancer.${setting}`,
    ]),
    ['global.networkPolicy', { never: "the chart's policy would close ports that gateways serve" }],
  ],
};

/**
 * Who decides the values of a chart: those with a reason of their own first, then everything else that the plan sets.
 *
 * @param special The values with a reason of their own. Default: all that are known.
 */
export function valueOwners(chart: Chart, special: readonly Owner[] = SPECIAL[chart]): readonly Owner[] {
  const others = ownedPaths(chart)
    .map((path) => path.join('.'))
    .filter((path) => !special.some(([key]) => `${path}.`.startsWith(`${key}.`)));
  return [...special, ...[...new Set(others)].map((path): Owner => [path, 'the plan'])];
}
