import { meshedClusters } from '../topology/membership';
import { configPath, type Problem } from '../problems/problem';
import type { ChartValues } from '../schema/chart-values';
import type { Spec } from '../schema/config';
import { isTree, leafPaths, valueAt, type Values } from '../plan/values';
import { meanings } from './spellings';

type Chart = keyof ChartValues;

/** A value that the plan decides, where the user decides it instead, and where for ingress gateways if that is another place. */
type Row = readonly [key: string, owner: string, ofIngress?: string];

/** Variables that the istiod chart sets itself (its templates/deployment.yaml). It would write each of them twice, which API servers refuse. */
const CHART_VARIABLES = [
  ...['CLUSTER_ID', 'GOMAXPROCS', 'KUBECONFIG', 'PILOT_CERT_PROVIDER', 'PILOT_ENABLE_ANALYSIS'],
  ...['PLATFORM', 'POD_NAME', 'POD_NAMESPACE', 'REVISION', 'SERVICE_ACCOUNT'],
];

/** Chart values that the plan decides, by chart; a key owns all that is below it. */
const OWNED: Readonly<Record<Chart, readonly Row[]>> = {
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
    ...CHART_VARIABLES.map((name): Row => [`env.${name}`, 'nobody: the chart sets it']),
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
    ).map(([key, setting]): Row => [
      key,
      `meshwork:networks.<name>.gateway.loadBalancer.${setting}`,
      `meshwork:ingressGateways.<name>.loadBalancer.${setting}`,
    ]),
    ['global.networkPolicy', "nobody: the chart's policy would close ports that gateways serve"],
  ],
};

/** Values under these keys would bypass the charts' own merging; the charts refuse them as well, but later. */
const INTERNAL = ['_internal_defaults_do_not_set', 'defaults'] as const;

/** What the values in one place are for: a stack's for all there is, a cluster's for all but ingress gateways. */
type Scope = 'stack' | 'cluster' | 'ingressGateway';

/** Overrides of values that the plan owns, wherever they were written. */
export function ownedValueProblems(spec: Spec): Problem[] {
  return [
    ...problemsIn(spec.istio?.values ?? {}, ['istio', 'values'], 'stack'),
    ...Object.entries(meshedClusters(spec)).flatMap(([name, cluster]) =>
      problemsIn(cluster.values, ['clusters', name, 'values'], 'cluster'),
    ),
    ...Object.entries(spec.ingressGateways).flatMap(([key, { values }]) =>
      problemsOf('gateway', values, ['ingressGateways', key, 'values'], 'ingressGateway'),
    ),
  ];
}

function problemsIn(charts: ChartValues, above: readonly string[], scope: Scope): Problem[] {
  return (Object.keys(OWNED) as Chart[]).flatMap((chart) =>
    problemsOf(chart, charts[chart] ?? {}, [...above, chart], scope),
  );
}

function problemsOf(chart: Chart, values: Values, above: readonly string[], scope: Scope): Problem[] {
  return leafPaths(values).flatMap((path) => {
    if (INTERNAL.some((key) => key === path[0])) return [internalProblem(path, above)];
    // Laid over others, an empty tree changes nothing.
    return isTree(valueAt(values, path)) ? [] : problemOf(chart, path, above, scope);
  });
}

function internalProblem(path: readonly string[], above: readonly string[]): Problem {
  return {
    path: configPath(...above, ...path),
    found: `a value under "${path[0] ?? ''}"`,
    expected: 'values at the top level, as in `helm install --set`',
  };
}

function problemOf(chart: Chart, path: readonly string[], above: readonly string[], scope: Scope): Problem[] {
  const where = configPath(...above, ...path);
  const written = meanings(chart, path).map((keys) => keys.join('.'));
  const isWithin = (key: string) => written.some((value) => `${value}.`.startsWith(`${key}.`));
  const row = OWNED[chart].find(([key]) => isWithin(key) || written.some((value) => key.startsWith(`${value}.`)));
  if (row === undefined) return [];
  return [
    {
      path: where,
      found: `a value ${isWithin(row[0]) ? 'for' : 'in place of the mapping with'} ${row[0]}, which the plan owns`,
      expected: 'no such override',
      fix: `It is decided by ${ownerOf(row, scope)}.`,
    },
  ];
}

function ownerOf([, owner, ofIngress]: Row, scope: Scope): string {
  if (ofIngress === undefined || scope === 'cluster') return owner;
  return scope === 'ingressGateway' ? ofIngress : `${owner}; for ingress gateways, ${ofIngress}`;
}
