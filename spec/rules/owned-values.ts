import { meshedClusters } from '../membership';
import { configPath, type Problem } from '../problem';
import type { ChartValues } from '../schema/chart-values';
import type { Spec } from '../schema/config';
import { leafPaths } from '../values';

type Chart = keyof ChartValues;

/**
 * Chart values that the plan decides, by chart; a key owns all that is below it. The second column of every row is where the
 * user decides it instead.
 */
const OWNED: Readonly<Record<Chart, readonly (readonly [string, string])[]>> = {
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
    ['meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE', 'meshwork:meshes.<name>.dns'],
    ['deploymentAnnotations.config.kubernetes.io/depends-on', 'nobody: istiod must not start before its config'],
    ['env.ISTIO_MULTIROOT_MESH', 'nobody: without it a root cannot be rotated'],
    ['env.SHARED_MESH_CONFIG', 'nobody: by it istiod learns which roots to trust'],
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
    ['name', 'nobody: Istio finds east-west gateways by their name'],
    ['revision', 'nobody yet: the revision is "default"'],
    ['annotations.config.kubernetes.io/depends-on', 'nobody: pods need their service account first'],
    ['networkGateway', 'meshwork:clusters.<name>.network'],
    ['networkGatewayPorts', 'meshwork:networks.<name>.gateway.port'],
    ['labels.networking.istio.io/gatewayPort', 'meshwork:networks.<name>.gateway.port'],
    ['labels.istio', 'nobody: Istio finds east-west gateways by it'],
    ['labels.app', 'nobody: Istio finds east-west gateways by it'],
    ['service.type', 'meshwork:networks.<name>.gateway.service'],
    ['service.ports', 'meshwork:networks.<name>.gateway.port'],
    ['service.loadBalancerClass', 'meshwork:networks.<name>.gateway.loadBalancer.class'],
    ['service.loadBalancerSourceRanges', 'meshwork:networks.<name>.gateway.loadBalancer.sourceRanges'],
    ['service.annotations', 'meshwork:networks.<name>.gateway.loadBalancer.annotations'],
    ['global.networkPolicy', "nobody: the chart's policy would close ports 15443, 15012 and 15017"],
  ],
};

/** Values under these keys would bypass the charts' own merging; the charts refuse them as well, but later. */
const INTERNAL = ['_internal_defaults_do_not_set', 'defaults'] as const;

/** Overrides of values that the plan owns, wherever they were written. */
export function ownedValueProblems(spec: Spec): Problem[] {
  return [
    ...problemsIn(spec.istio?.values ?? {}, ['istio', 'values']),
    ...Object.entries(meshedClusters(spec)).flatMap(([name, cluster]) =>
      problemsIn(cluster.values, ['clusters', name, 'values']),
    ),
  ];
}

function problemsIn(charts: ChartValues, above: readonly string[]): Problem[] {
  return (Object.keys(OWNED) as Chart[]).flatMap((chart) =>
    leafPaths(charts[chart] ?? {}).flatMap((path) => problemOf(chart, path, above)),
  );
}

function problemOf(chart: Chart, path: readonly string[], above: readonly string[]): Problem[] {
  const where = configPath(...above, chart, ...path);
  if (INTERNAL.some((key) => key === path[0])) {
    return [
      {
        path: where,
        found: `a value under "${path[0] ?? ''}"`,
        expected: 'values at the top level, as in `helm install --set`',
      },
    ];
  }
  const written = canonical(chart, path).join('.');
  const owner = OWNED[chart].find(
    ([key]) => written === key || written.startsWith(`${key}.`) || key.startsWith(`${written}.`),
  );
  if (owner === undefined) return [];
  return [
    {
      path: where,
      found: `a value for ${owner[0]}, which the plan owns`,
      expected: 'no such override',
      fix: `It is decided by ${owner[1]}.`,
    },
  ];
}

/** The charts copy some prefixes to the top level (istiod: `pilot.`), so that one value has two spellings. */
function canonical(chart: Chart, path: readonly string[]): readonly string[] {
  return chart === 'istiod' && path[0] === 'pilot' ? path.slice(1) : path;
}
