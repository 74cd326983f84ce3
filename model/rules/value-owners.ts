import type { ChartValues } from '../schema/chart-values';
import { ownedPaths } from '../plan/owned-paths';

type Chart = keyof ChartValues;

/** A value that the plan decides, where the user decides it instead, and where for ingress gateways if that is another place. */
export type Owner = readonly [key: string, owner: string, ofIngress?: string];

/** Variables that the istiod chart sets itself (its templates/deployment.yaml). It would write each of them twice, which API servers refuse. */
const CHART_VARIABLES = [
  ...['CLUSTER_ID', 'GOMAXPROCS', 'KUBECONFIG', 'PILOT_CERT_PROVIDER', 'PILOT_ENABLE_ANALYSIS'],
  ...['PLATFORM', 'POD_NAME', 'POD_NAMESPACE', 'REVISION', 'SERVICE_ACCOUNT'],
];

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
    ['base.validationFailurePolicy', 'nobody: istiod would set it back'],
    ['base.excludedCRDs', 'meshwork:istio.crds'],
    ['base.enableCRDTemplates', 'meshwork:istio.crds'],
    ['global.istioNamespace', 'nobody: all clusters of a mesh share it'],
    ['global.resourceScope', 'nobody: all objects are made'],
    ['global.enableReaderRBAC', 'the plan of who watches whom'],
    ['global.readerServiceAccount', 'the plan of who watches whom'],
  ],
  istiod: [
    ['profile', 'the role of the cluster'],
    ['global.profile', 'the role of the cluster'],
    ['revision', 'nobody yet: the revision is "default"'],
    ['revisionTags', 'nobody yet: the revision is "default"'],
    ['global.meshID', 'meshwork:meshes.<name>.meshId'],
    ['global.network', 'meshwork:clusters.<name>.network'],
    ['global.meshNetworks', 'meshwork:networks'],
    ['global.multiCluster', 'meshwork:clusters.<name>.clusterId'],
    ['global.externalIstiod', 'the role of the cluster'],
    ['global.configCluster', 'the role of the cluster'],
    ['global.remotePilotAddress', "the primary's east-west gateway"],
    ['global.hub', 'meshwork:istio.images.hub'],
    ['global.tag', 'meshwork:istio.images.tag'],
    ['global.istioNamespace', 'nobody: all clusters of a mesh share it'],
    ['global.resourceScope', 'nobody: all objects are made'],
    ['global.operatorManageWebhooks', 'the role of the cluster'],
    ['global.omitSidecarInjectorConfigMap', 'the role of the cluster'],
    ['configMap', 'the role of the cluster'],
    ['istiodRemote', 'the role of the cluster'],
    ['base.validationURL', 'the role of the cluster'],
    ['base.validationCABundle', 'the role of the cluster'],
    ['base.validationFailurePolicy', 'nobody: istiod would set it back'],
    ['meshConfig.trustDomain', 'meshwork:meshes.<name>.trustDomain'],
    ['meshConfig.rootNamespace', 'nobody: policies for the whole mesh lie in istio-system'],
    ['meshConfig.defaultConfig.discoveryAddress', 'the role of the cluster'],
    ['meshConfig.defaultConfig.meshId', 'meshwork:meshes.<name>.meshId'],
    ['meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE', 'meshwork:meshes.<name>.dns'],
    ['deploymentAnnotations.config.kubernetes.io/depends-on', 'nobody: istiod must not start before its config'],
    ['global.proxy.clusterDomain', 'nobody: the plan takes it to be cluster.local'],
    ...CHART_VARIABLES.map((name): Owner => [`env.${name}`, 'nobody: the chart sets it']),
    ['env.ISTIO_MULTIROOT_MESH', 'nobody: without it a root cannot be rotated'],
    ['env.SHARED_MESH_CONFIG', 'nobody: by it istiod learns which roots to trust'],
    ['env.VALIDATION_WEBHOOK_CONFIG_NAME', 'nobody: by its controller istiod says that it can be reached'],
    ['meshConfig.caCertificates', 'meshwork:meshes.<name>.roots and meshwork:federations'],
    [
      'meshConfig.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT',
      'nobody: without it running pods do not learn of roots',
    ],
    ['env.ISTIOD_CUSTOM_HOST', 'meshwork:networks.<name>.gateway.hostname'],
    ['hub', 'meshwork:istio.images.hub'],
    ['tag', 'meshwork:istio.images.tag'],
  ],
  gateway: [
    ['name', 'nobody: gateways are found by their names'],
    ['revision', 'nobody yet: the revision is "default"'],
    ['annotations.config.kubernetes.io/depends-on', 'nobody: pods need their service account first'],
    ['networkGateway', 'meshwork:clusters.<name>.network', 'nobody: it makes an east-west gateway'],
    ['networkGatewayPorts', 'meshwork:networks.<name>.gateway.port', 'nobody: it is for east-west gateways'],
    [
      'labels.networking.istio.io/gatewayPort',
      'meshwork:networks.<name>.gateway.port',
      'nobody: it is for east-west gateways',
    ],
    ['labels.topology.istio.io/network', 'meshwork:clusters.<name>.network', 'nobody: it makes an east-west gateway'],
    ['labels.istio', 'nobody: gateways are found by it'],
    ['labels.app', 'nobody: gateways are found by it'],
    ['service.type', 'meshwork:networks.<name>.gateway.service', 'nobody: a load balancer stands before it'],
    ['service.ports', 'meshwork:networks.<name>.gateway.port', 'nobody: requests come in on port 80'],
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
    ['global.networkPolicy', "nobody: the chart's policy would close ports that gateways serve"],
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
