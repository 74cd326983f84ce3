import type {
  V1Container,
  V1Deployment,
  V1Namespace,
  V1PodSpec,
  V1Service,
  V1ServiceAccount,
} from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { DEFAULT_REVISION } from '../../spec/names';
import { clientAccount, MANAGED_BY, PORTS, serverAccount, type Workload, WORKLOADS } from './names';
import type { ClusterSubject } from './subject';

/** An object of Kubernetes' API as plain data: the library's types are classes. */
export type Plain<T> = T extends Date ? T : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

/** Everything that goes into one cluster, in the order in which it is made. */
export interface Manifests {
  readonly namespace: Plain<V1Namespace>;
  readonly accounts: readonly Plain<V1ServiceAccount>[];
  readonly service: Plain<V1Service>;
  readonly deployments: readonly Plain<V1Deployment>[];
}

/** What every manifest of a cluster depends on. */
export interface ManifestArgs {
  readonly cluster: ClusterSubject;
  readonly namespace: string;
  /** Image with netexec. */
  readonly image: string;
}

/** Builds what verify puts into a cluster: a server, a client, and a client outside the mesh. All three are netexec. */
export function manifests({ cluster, namespace, image }: ManifestArgs): Manifests {
  const { name, revision, version } = cluster;
  const metadata = (object: string) => ({ name: object, namespace, labels: { ...MANAGED_BY } });
  const injection = revision === DEFAULT_REVISION ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': revision };
  const accounts = { server: serverAccount(version), client: clientAccount(name), plain: WORKLOADS.plain };
  const workload = (kind: Workload, labels: Record<string, string>): Plain<V1Deployment> => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(WORKLOADS[kind]),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: WORKLOADS[kind] } },
      template: {
        metadata: { labels: { ...MANAGED_BY, app: WORKLOADS[kind], ...labels } },
        spec: podSpec(accounts[kind], image),
      },
    },
  });
  return {
    namespace: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { ...MANAGED_BY, ...injection } },
    },
    accounts: Object.values(accounts).map((account) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: metadata(account),
    })),
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(WORKLOADS.server),
      spec: {
        selector: { app: WORKLOADS.server },
        ports: [{ name: 'http', port: PORTS.service, targetPort: PORTS.netexec }],
      },
    },
    deployments: [
      workload('server', { version }),
      workload('client', {}),
      workload('plain', { 'sidecar.istio.io/inject': 'false' }),
    ],
  };
}

function podSpec(serviceAccountName: string, image: string): Plain<V1PodSpec> {
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    // Nothing here is worth draining, and a proxy would take five seconds for it.
    terminationGracePeriodSeconds: 1,
    containers: [netexec(image)],
  };
}

/** Restrictions stand on the container: on the pod they would also hold for Istio's init container, which needs more. */
function netexec(image: string): Plain<V1Container> {
  return {
    name: 'netexec',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: ['netexec', `--http-port=${PORTS.netexec}`],
    ports: [{ name: 'http', containerPort: PORTS.netexec }],
    readinessProbe: { httpGet: { path: '/healthz', port: PORTS.netexec }, periodSeconds: 1 },
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
    securityContext: {
      // Not 1337: Istio's rules let pass whatever that user sends.
      runAsUser: 65532,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}
