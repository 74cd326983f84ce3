import type { ApiObject } from './api';

/** Where the ingress controller lives. */
export const CONTOUR_NAMESPACE = 'projectcontour';

/** Name of the IngressClass that it serves. Ingresses of no class are left to others. */
export const INGRESS_CLASS = 'contour';

/** The images that it is made of. */
export interface ContourImages {
  readonly contour: string;
  /** Any image that has Envoy as /usr/local/bin/envoy and lets the user 1337 run it. */
  readonly envoy: string;
}

const XDS_PORT = 8001;
/** Where Contour has Envoy listen, and where Envoy answers once it has Contour's configuration. */
const ENVOY_PORTS = { http: 8080, https: 8443, readiness: 8002 } as const;

/**
 * Contour, and an Envoy behind a load balancer that it configures. They are Contour's examples/contour without the parts that
 * are of no use in a lab: certificates between the two, election of a leader among replicas, and draining when Envoy ends.
 */
export function contourManifests(images: ContourImages): ApiObject[] {
  const account = { kind: 'ServiceAccount', name: 'contour', namespace: CONTOUR_NAMESPACE };
  const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'contour' };
  const rbac = 'rbac.authorization.k8s.io/v1';
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: CONTOUR_NAMESPACE } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('contour') },
    { apiVersion: rbac, kind: 'ClusterRole', metadata: { name: 'contour' }, rules: RULES },
    {
      apiVersion: rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'contour' },
      roleRef: role,
      subjects: [account],
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: INGRESS_CLASS },
      spec: { controller: 'projectcontour.io/ingress-controller' },
    },
    deployment('contour', { serviceAccountName: 'contour', containers: [contourContainer(images.contour)] }),
    service('contour', { ports: [{ name: 'xds', port: XDS_PORT }] }),
    deployment('envoy', envoyPod(images)),
    service('envoy', {
      // Contour writes this Service's address into the status of Ingresses: its default for --envoy-service-name is this name.
      type: 'LoadBalancer',
      ports: [
        { name: 'http', port: 80, targetPort: ENVOY_PORTS.http },
        { name: 'https', port: 443, targetPort: ENVOY_PORTS.https },
      ],
    }),
  ];
}

/** Contour's rights: to read its configuration, and to write its status into that. */
const RULES = [
  rule('', ['configmaps', 'namespaces', 'secrets', 'services'], ['get', 'list', 'watch']),
  rule('discovery.k8s.io', ['endpointslices'], ['get', 'list', 'watch']),
  rule('networking.k8s.io', ['ingresses'], ['get', 'list', 'watch']),
  rule('networking.k8s.io', ['ingresses/status'], ['create', 'get', 'update']),
  rule('projectcontour.io', ['httpproxies', 'tlscertificatedelegations'], ['get', 'list', 'watch']),
  rule('projectcontour.io', ['httpproxies/status'], ['create', 'get', 'update']),
];

function rule(apiGroup: string, resources: readonly string[], verbs: readonly string[]): unknown {
  return { apiGroups: [apiGroup], resources, verbs };
}

function contourContainer(image: string): unknown {
  const args = [
    'serve',
    '--incluster',
    '--insecure',
    '--disable-leader-election',
    '--disable-feature=extensionservices',
    '--xds-address=0.0.0.0',
    `--xds-port=${XDS_PORT}`,
    `--ingress-class-name=${INGRESS_CLASS}`,
  ];
  const readinessProbe = { tcpSocket: { port: XDS_PORT }, periodSeconds: 1 };
  return { name: 'contour', image, imagePullPolicy: 'IfNotPresent', args, readinessProbe };
}

function envoyPod(images: ContourImages): object {
  const config = { name: 'config', mountPath: '/config' };
  // Envoy asks for its configuration under the name of its pod.
  const podName = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
  const bootstrap = ['--xds-address=contour', `--xds-port=${XDS_PORT}`, '--resources-dir=/config/resources'];
  const envoy = ['-c', '/config/envoy.json', '--service-cluster', CONTOUR_NAMESPACE, '--service-node', '$(POD_NAME)'];
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsUser: 1337, runAsGroup: 1337 },
    terminationGracePeriodSeconds: 0,
    initContainers: [
      {
        name: 'bootstrap',
        image: images.contour,
        imagePullPolicy: 'IfNotPresent',
        args: ['bootstrap', '/config/envoy.json', ...bootstrap],
        volumeMounts: [config],
      },
    ],
    containers: [
      {
        name: 'envoy',
        image: images.envoy,
        imagePullPolicy: 'IfNotPresent',
        command: ['/usr/local/bin/envoy', ...envoy],
        env: [podName],
        readinessProbe: { httpGet: { path: '/ready', port: ENVOY_PORTS.readiness }, periodSeconds: 1 },
        volumeMounts: [config, { name: 'admin', mountPath: '/admin' }],
      },
    ],
    volumes: [
      { name: 'config', emptyDir: {} },
      { name: 'admin', emptyDir: {} },
    ],
  };
}

function deployment(name: string, pod: object): ApiObject {
  const labels = { app: name };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata(name), spec };
}

function service(name: string, spec: object): ApiObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: metadata(name), spec: { selector: { app: name }, ...spec } };
}

function metadata(name: string): ApiObject['metadata'] {
  return { name, namespace: CONTOUR_NAMESPACE };
}
