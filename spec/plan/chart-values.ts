import { EAST_WEST_GATEWAY, GATEWAY_PORTS } from '../names';
import { istioOf } from '../membership';
import type { NetworkSpec, Spec } from '../schema/config';
import { mergeValues, type Values } from '../values';
import { DEPENDS_ON, orderedAfter } from './order';
import { userValues } from './user-values';

/**
 * A failure policy that istiod would set anyway: rendered from the start, it is no drift after the first `up`. Both the base and
 * the istiod chart need it (istio/istio#57643, and the values.yaml of the charts).
 */
const SETTLED_WEBHOOKS: Values = { validationFailurePolicy: 'Fail' };

/** Annotations by which clouds make a load balancer internal; each cloud ignores those of the others. */
const INTERNAL_LOAD_BALANCER: Readonly<Record<string, string>> = {
  'networking.gke.io/load-balancer-type': 'Internal',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
};

/**
 * What has to be there before istiod starts. An istiod that does not find the injector's ConfigMap turns injection off until it is
 * restarted; without its account and roles it starts, and waits for them in ever longer steps.
 */
const ISTIOD_AFTER = orderedAfter(
  ['', 'ConfigMap', 'istio'],
  ['', 'ConfigMap', 'istio-sidecar-injector'],
  ['', 'ServiceAccount', 'istiod'],
  ['rbac.authorization.k8s.io', 'RoleBinding', 'istiod'],
);

/** Values of the base chart: what the user wrote, and over it what the plan owns. */
export function baseValues(spec: Spec, cluster: string, role: 'primary' | 'remote'): Values {
  // Nobody patches the validating webhook of a remote, so that it would refuse every write: a remote gets none (Istio reference, 1.6).
  const owned: Values = role === 'primary' ? { base: SETTLED_WEBHOOKS } : { defaultRevision: '' };
  return mergeValues(userValues(spec, cluster, 'base'), owned);
}

/** What the istiod chart is told, by role. */
export type IstiodChart = {
  readonly clusterId: string;
  readonly meshId: string;
  readonly network: string;
  readonly trustDomain: string;
} & (
  | { readonly role: 'primary'; readonly servesRemotes: boolean }
  | { readonly role: 'remote'; readonly injectionPath: string }
);

/** Values of the istiod chart. Always fully known: one unknown value would hide every object of the chart from a preview. */
export function istiodValues(spec: Spec, cluster: string, chart: IstiodChart): Values {
  const { hub, tag } = istioOf(spec).images;
  const global: Values = {
    meshID: chart.meshId,
    network: chart.network,
    multiCluster: { clusterName: chart.clusterId },
    ...(hub === undefined ? {} : { hub }),
    ...(tag === undefined ? {} : { tag }),
  };
  const owned: Values =
    chart.role === 'remote'
      ? {
          profile: 'remote',
          // From 1.29 on an istiod takes the trust domain of a remote's workloads from the remote's own mesh config, and cluster.local where
          // there is none: without it, clients would expect identities that no server has (pilot's multicluster.go; docs/adr/0011).
          configMap: true,
          meshConfig: { trustDomain: chart.trustDomain },
          // remotePilotAddress stays unset: the Service is ours, because its address is only known after the gateway has one.
          global,
          istiodRemote: { injectionPath: chart.injectionPath },
        }
      : {
          global: { ...global, externalIstiod: chart.servesRemotes },
          base: SETTLED_WEBHOOKS,
          deploymentAnnotations: { [DEPENDS_ON]: ISTIOD_AFTER },
          env: { ISTIO_MULTIROOT_MESH: 'true' },
          meshConfig: { trustDomain: chart.trustDomain },
        };
  return mergeValues(userValues(spec, cluster, 'istiod'), owned);
}

/**
 * The template by which istiod injects gateways has a readiness probe every 15 seconds and no startup probe, so that a gateway which is not up
 * at the first probe is out for 15 seconds. Asked every second, it is in as soon as it is ready, and out after the same minute.
 */
const GATEWAY_READINESS: Values = {
  readinessProbe: {
    httpGet: { path: '/healthz/ready', port: GATEWAY_PORTS.status },
    periodSeconds: 1,
    timeoutSeconds: 3,
    failureThreshold: 60,
  },
};

/** Values of the gateway chart for an east-west gateway. */
export function gatewayValues(
  spec: Spec,
  cluster: string,
  network: string,
  loadBalancer: NetworkSpec['gateway']['loadBalancer'],
): Values {
  return mergeValues(GATEWAY_READINESS, userValues(spec, cluster, 'gateway'), {
    networkGateway: network,
    // A pod without its account is refused, and tried again in ever longer steps.
    annotations: { [DEPENDS_ON]: orderedAfter(['', 'ServiceAccount', EAST_WEST_GATEWAY]) },
    service: {
      annotations: { ...(loadBalancer.internal ? INTERNAL_LOAD_BALANCER : {}), ...loadBalancer.annotations },
      loadBalancerSourceRanges: loadBalancer.sourceRanges,
      ...(loadBalancer.class === undefined ? {} : { loadBalancerClass: loadBalancer.class }),
    },
  });
}
