const RELEASE = '1.28.2';

/** What Helm writes on everything that it makes. */
const BY_HELM = {
  labels: { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/version': RELEASE },
  annotations: { 'meta.helm.sh/release-name': 'istiod', 'meta.helm.sh/release-namespace': 'istio-system' },
};

const SYSTEM = 'istio-system';

/** The namespaces of the plants, which come before them. */
export const NAMESPACES: readonly object[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM } },
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'both', labels: { 'istio-injection': 'enabled', 'istio.io/rev': 'default' } },
  },
];

/** The kinds of which operators have resources, which come before these. */
export const OPERATED_KINDS: readonly object[] = [
  crd('istios', 'Istio', 'sailoperator.io', { scope: 'Cluster', version: 'v1' }),
  crd('istiooperators', 'IstioOperator', 'install.istio.io', { scope: 'Namespaced', version: 'v1alpha1' }),
];

/** Objects of each kind that a deployment runs into, as an installation by Helm and the people after it leave them. */
export const PLANTS: readonly object[] = [
  deployment(),
  crd('wasmplugins', 'WasmPlugin', 'extensions.istio.io', { scope: 'Namespaced', version: 'v1alpha1' }),
  {
    apiVersion: 'sailoperator.io/v1',
    kind: 'Istio',
    metadata: { name: 'default' },
    spec: { version: 'v1.28.2', namespace: SYSTEM },
  },
  {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: 'installed-state', namespace: SYSTEM },
    spec: { profile: 'default', tag: '1.22.0' },
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: 'sh.helm.release.v1.istiod.v1',
      namespace: SYSTEM,
      labels: { name: 'istiod', owner: 'helm', status: 'deployed', version: '1' },
    },
    stringData: { release: 'as Helm packs it' },
  },
  webhooks('MutatingWebhookConfiguration', 'istio-sidecar-injector', 'sidecar-injector.istio.io', {
    path: '/inject',
    rule: { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] },
    namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } },
  }),
  webhooks('ValidatingWebhookConfiguration', 'istiod-default-validator', 'validation.istio.io', {
    path: '/validate',
    rule: { operations: ['CREATE'], apiGroups: ['security.istio.io'], apiVersions: ['*'], resources: ['*'] },
    namespaceSelector: {},
  }),
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: SYSTEM, ...BY_HELM },
    data: { mesh: 'trustDomain: old.example' },
  },
  loadBalancer('istio-eastwestgateway', { istio: 'eastwestgateway', 'topology.istio.io/network': 'old' }),
  loadBalancer('istio-ingressgateway', { istio: 'ingressgateway' }),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny', namespace: SYSTEM },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  },
];

function deployment(): object {
  const labels = { app: 'istiod', 'istio.io/rev': 'default' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'istiod',
      namespace: SYSTEM,
      annotations: BY_HELM.annotations,
      labels: { ...BY_HELM.labels, ...labels },
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'discovery', image: `registry.example/pilot:${RELEASE}` }] },
      },
    },
  };
}

function crd(
  plural: string,
  kind: string,
  group: string,
  { scope, version }: { readonly scope: string; readonly version: string },
): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, ...BY_HELM },
    spec: {
      group,
      names: { kind, plural },
      scope,
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
}

function webhooks(
  kind: string,
  name: string,
  webhook: string,
  about: { readonly path: string; readonly rule: object; readonly namespaceSelector: object },
): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name, ...BY_HELM },
    webhooks: [
      {
        name: webhook,
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        // Nothing answers: the pods of the test's own cluster have to start all the same.
        failurePolicy: 'Ignore',
        clientConfig: { service: { name: 'istiod', namespace: SYSTEM, path: about.path } },
        rules: [about.rule],
        namespaceSelector: about.namespaceSelector,
      },
    ],
  };
}

function loadBalancer(name: string, labels: Readonly<Record<string, string>>): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'both', labels },
    spec: { type: 'LoadBalancer', ports: [{ name: 'tls', port: 15443 }], selector: { app: name } },
  };
}
