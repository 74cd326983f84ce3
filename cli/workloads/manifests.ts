import type {
  V1Container,
  V1Deployment,
  V1Namespace,
  V1PodSpec,
  V1Secret,
  V1Service,
  V1ServiceAccount,
} from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import type { Spec } from '../../model/schema/config';
import { PULL_SECRET } from '../../model/names/pull-secret';
import { dockerConfig, type RegistryCredentials } from '../../model/plan/pull-secret';
import { DEFAULT_REVISION } from '../../model/names/istiod';
import { clientAccount, MANAGED_BY, PORTS, serverAccount, serverHost, type Workload, WORKLOADS } from './names';
import type { MachineSubject } from '../machine-subject';
import type { ClusterSubject } from '../subject';
import { type DestinationRule, newConnections } from './destination-rule';
import { type MachineService, machineService } from './machine-service';

/** An object of Kubernetes' API as plain data: the library's types are classes. */
export type Plain<T> = T extends Date ? T : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

/** Pod Security for pods with a sidecar: Istio's init container sets up the routes of the pod. Clusters may enforce less by default. */
const PRIVILEGED = { 'pod-security.kubernetes.io/enforce': 'privileged' };

/** Pod Security for pods without a sidecar, or with one whose routes a CNI agent sets up. They need nothing. */
const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** Everything that goes into one cluster, in the order in which it is made. */
export interface Manifests {
  readonly namespace: Plain<V1Namespace>;
  /** Undefined without a registry that wants a password. Pods get it when they are made. */
  readonly pullSecret: Plain<V1Secret> | undefined;
  readonly accounts: readonly Plain<V1ServiceAccount>[];
  /** Undefined where no server runs. */
  readonly service: Plain<V1Service> | undefined;
  /** Undefined where no istiod reads it. */
  readonly destinationRule: DestinationRule | undefined;
  /** What leads to machines that other istiods serve. Each istiod reads such objects in its own cluster alone. */
  readonly machines: readonly MachineService[number][];
  readonly deployments: readonly Plain<V1Deployment>[];
}

/** What the manifests of every cluster depend on. */
export interface ManifestArgs {
  readonly namespace: string;
  /** Image with netexec. */
  readonly image: string;
  /** The taints that pods put up with. Default: none. */
  readonly tolerations?: Spec['verify']['tolerations'];
  /** How registries are logged in to. Secret. Default: not at all. */
  readonly registryCredentials?: RegistryCredentials;
}

/** What the pods of a cluster depend on. */
interface PodArgs extends ManifestArgs {
  /** Whether every container, the sidecar too, keeps to Pod Security `restricted`. Default: false. */
  readonly isRestricted?: boolean;
}

/** What the manifests of a cluster in a mesh depend on. */
export interface MeshManifestArgs extends ManifestArgs {
  /** The machines of its mesh. */
  readonly machines: readonly MachineSubject[];
}

/** Builds what verify puts into a cluster of a mesh: a server, a client, and a client outside the mesh. All three are netexec. */
export function meshManifests(cluster: ClusterSubject, args: MeshManifestArgs): Manifests {
  const {
    name,
    revisions: [revision],
    version,
  } = cluster;
  const { namespace } = args;
  const pods: PodArgs = { ...args, isRestricted: cluster.hasCni };
  const injection = revision === DEFAULT_REVISION ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': revision };
  return {
    namespace: namespaceOf(namespace, { ...injection, ...(cluster.hasCni ? RESTRICTED : PRIVILEGED) }),
    pullSecret: pullSecretOf(args),
    accounts: [serverAccount(version), clientAccount(name), WORKLOADS.plain].map((account) =>
      accountOf(account, namespace),
    ),
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadataOf(WORKLOADS.server, namespace),
      spec: {
        selector: { app: WORKLOADS.server },
        ports: [{ name: 'http', port: PORTS.service, targetPort: PORTS.netexec }],
      },
    },
    // A proxy reads the rules of the cluster whose istiod serves it.
    destinationRule:
      cluster.servedBy === name
        ? newConnections(serverHost(namespace), metadataOf(WORKLOADS.server, namespace))
        : undefined,
    machines:
      cluster.servedBy === name
        ? args.machines
            .filter(({ servedBy }) => servedBy !== name)
            .flatMap((machine) => machineService(machine, namespace, namespace))
        : [],
    deployments: [
      workload('server', serverAccount(version), { version }, pods),
      workload('client', clientAccount(name), {}, pods),
      workload('plain', WORKLOADS.plain, { 'sidecar.istio.io/inject': 'false' }, pods),
    ],
  };
}

/** Builds what verify puts into a cluster in no mesh: a client. */
export function standaloneManifests(args: ManifestArgs): Manifests {
  return {
    namespace: namespaceOf(args.namespace, RESTRICTED),
    pullSecret: pullSecretOf(args),
    accounts: [accountOf(WORKLOADS.plain, args.namespace)],
    service: undefined,
    destinationRule: undefined,
    machines: [],
    deployments: [workload('plain', WORKLOADS.plain, {}, args)],
  };
}

function metadataOf(name: string, namespace: string) {
  return { name, namespace, labels: { ...MANAGED_BY } };
}

function namespaceOf(name: string, labels: Readonly<Record<string, string>>): Plain<V1Namespace> {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...MANAGED_BY, ...labels } } };
}

function accountOf(name: string, namespace: string): Plain<V1ServiceAccount> {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadataOf(name, namespace) };
}

function pullSecretOf({ namespace, registryCredentials = {} }: ManifestArgs): Plain<V1Secret> | undefined {
  if (Object.keys(registryCredentials).length === 0) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(PULL_SECRET, namespace),
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': dockerConfig(registryCredentials) },
  };
}

function workload(
  kind: Workload,
  account: string,
  labels: Readonly<Record<string, string>>,
  args: PodArgs,
): Plain<V1Deployment> {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(WORKLOADS[kind], args.namespace),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: WORKLOADS[kind] } },
      template: {
        metadata: { labels: { ...MANAGED_BY, app: WORKLOADS[kind], ...labels } },
        spec: podSpec(account, args),
      },
    },
  };
}

function podSpec(
  serviceAccountName: string,
  { image, isRestricted = false, registryCredentials = {}, tolerations = [] }: PodArgs,
): Plain<V1PodSpec> {
  return {
    serviceAccountName,
    ...(tolerations.length === 0 ? {} : { tolerations: tolerations as NonNullable<Plain<V1PodSpec>['tolerations']> }),
    ...(Object.keys(registryCredentials).length === 0 ? {} : { imagePullSecrets: [{ name: PULL_SECRET }] }),
    automountServiceAccountToken: false,
    ...(isRestricted ? { securityContext: { seccompProfile: SECCOMP } } : {}),
    // Nothing here is worth draining, and a proxy would take five seconds for it.
    terminationGracePeriodSeconds: 1,
    containers: [netexec(image)],
  };
}

/** What Pod Security `restricted` asks for. Istio's containers say nothing of it themselves. */
const SECCOMP = { type: 'RuntimeDefault' };

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
      seccompProfile: SECCOMP,
    },
  };
}
