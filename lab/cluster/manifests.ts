import type { ApiObject } from './api';
import type { ClusterContext } from './context';
import { LOAD_BALANCER_USER } from './credentials';

/** An object and the path of its kind. */
export interface Manifest {
  readonly collection: string;
  readonly object: ApiObject;
}

const NAMESPACE = 'kube-system';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const CORE = `/api/v1/namespaces/${NAMESPACE}`;

/** Where CoreDNS' Deployment is found. */
export const COREDNS = { collection: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, name: 'coredns' } as const;

/** Rights of the load balancer controller, which also says by which address the node is reached from outside. */
export function loadBalancerManifests(): Manifest[] {
  const rules = [
    { apiGroups: [''], resources: ['services'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['services/status'], verbs: ['update', 'patch'] },
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch', 'update'] },
    { apiGroups: [''], resources: ['nodes/status'], verbs: ['update'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  ];
  return roleFor(LOAD_BALANCER_USER, rules, {
    kind: 'User',
    name: LOAD_BALANCER_USER,
    apiGroup: 'rbac.authorization.k8s.io',
  });
}

/** Cluster DNS: only the plugins that the lab's CoreDNS is built with. */
export function corednsManifests(cluster: ClusterContext): Manifest[] {
  const labels = { 'k8s-app': 'kube-dns' };
  const metadata = { name: COREDNS.name, namespace: NAMESPACE, labels };
  const rules = [
    { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  ];
  const service = {
    selector: labels,
    clusterIP: cluster.addresses.dnsService,
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
    ],
  };
  const objects: ApiObject[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: COREFILE } },
    { apiVersion: 'v1', kind: 'Service', metadata: { ...metadata, name: 'kube-dns' }, spec: service },
  ];
  const collections = ['serviceaccounts', 'configmaps', 'services'];
  return [
    ...roleFor('system:coredns', rules, { kind: 'ServiceAccount', name: COREDNS.name, namespace: NAMESPACE }),
    ...objects.map((object, index) => ({ collection: `${CORE}/${collections[index] ?? ''}`, object })),
    { collection: COREDNS.collection, object: deployment(cluster, metadata, labels) },
  ];
}

/** Names of load balancers that yield no address hold it (lab/build/kubernetes/loadbalancer/hostname.go). */
const COREFILE = `.:53 {
  errors
  health
  ready
  template IN A lb.lab.internal {
    match ^ip-(?P<a>[0-9]+)-(?P<b>[0-9]+)-(?P<c>[0-9]+)-(?P<d>[0-9]+)[.]lb[.]lab[.]internal[.]$
    answer "{{ .Name }} 5 IN A {{ .Group.a }}.{{ .Group.b }}.{{ .Group.c }}.{{ .Group.d }}"
  }
  template IN AAAA lb.lab.internal {
    rcode NOERROR
  }
  kubernetes cluster.local in-addr.arpa {
    pods insecure
    ttl 5
  }
  cache 5
}
`;

function deployment(
  cluster: ClusterContext,
  metadata: ApiObject['metadata'],
  labels: Record<string, string>,
): ApiObject {
  const container = {
    name: 'coredns',
    image: cluster.artifacts.references.coredns,
    imagePullPolicy: 'IfNotPresent',
    args: ['-conf', '/etc/coredns/Corefile'],
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
    ],
    readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
    volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
  };
  const pod = {
    serviceAccountName: COREDNS.name,
    priorityClassName: 'system-cluster-critical',
    dnsPolicy: 'Default',
    containers: [container],
    volumes: [{ name: 'config', configMap: { name: COREDNS.name } }],
  };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
}

function roleFor(name: string, rules: readonly unknown[], subject: unknown): Manifest[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name };
  return [
    { collection: `${RBAC}/clusterroles`, object: { apiVersion, kind: 'ClusterRole', metadata: { name }, rules } },
    {
      collection: `${RBAC}/clusterrolebindings`,
      object: { apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects: [subject] },
    },
  ];
}
