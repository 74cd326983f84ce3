import { SYSTEM_NAMESPACE } from '../model/names/system-namespace';
import type { FoundObject, Inventory } from '../model/precheck/found-object';
import { isIstioCrd } from '../model/rules/external-crds';
import { clusterLists, type ClusterLists, type Extent, RefusedError } from './cluster-api';
import { CRDS_PATH } from './cluster-crds';
import { nodesWithDomain } from './cluster-domain';

/** The answer for a kind that a cluster does not have. */
const NOT_SERVED = 404;

/** Answers that say that a user may not read a list. */
const UNREADABLE = [401, 403];

/** The kinds of objects that a deployment makes in the control plane namespace, and where they are listed. */
const SYSTEM_KINDS = {
  Deployment: '/apis/apps/v1',
  DaemonSet: '/apis/apps/v1',
  Service: '/api/v1',
  ConfigMap: '/api/v1',
  Secret: '/api/v1',
  ServiceAccount: '/api/v1',
} as const;

/** The kinds of Istio's objects that a deployment makes there. */
const POLICY_KINDS = {
  PeerAuthentication: ['security.istio.io', 'peerauthentications'],
  Gateway: ['networking.istio.io', 'gateways'],
  VirtualService: ['networking.istio.io', 'virtualservices'],
  DestinationRule: ['networking.istio.io', 'destinationrules'],
} as const;

/** Where operators keep what they install Istio from: the Sail operator, and Istio's own, which ended with Istio 1.23
 * (https://istio.io/latest/blog/2024/introducing-sail-operator/). */
const OPERATED_KINDS = {
  Istio: '/apis/sailoperator.io/v1/istios',
  IstioOperator: '/apis/install.istio.io/v1alpha1/istiooperators',
} as const;

/** The labels that tell Services of Istio's gateways: the gateway chart's, and that of networks. */
const GATEWAY_LABELS = ['istio in (eastwestgateway, ingressgateway)', 'topology.istio.io/network'];

/**
 * Asks a cluster for everything that checks before a deployment read.
 *
 * @param kubeconfig With one context, the cluster's.
 * @param patience How long each answer may take, in milliseconds.
 * @throws Error if the cluster does not answer.
 */
export async function clusterInventory(kubeconfig: string, patience: number): Promise<Inventory> {
  const get = await clusterLists(kubeconfig, patience);
  // Whether the cluster answers at all shows in the first list; the others would only wait for the same.
  const namespaces = await listOf(get, 'Namespace', '/api/v1/namespaces', 'metadata');
  const admission = '/apis/admissionregistration.k8s.io/v1';
  const istiods = `/apis/apps/v1/deployments?labelSelector=${encodeURIComponent('app=istiod')}`;
  const policies = `/apis/networking.k8s.io/v1/namespaces/${SYSTEM_NAMESPACE}/networkpolicies`;
  const whole = (kind: string, path: string) => listOf(get, kind, path, 'whole');
  const lists = await Promise.all([
    whole('Deployment', istiods),
    whole('MutatingWebhookConfiguration', `${admission}/mutatingwebhookconfigurations`),
    whole('ValidatingWebhookConfiguration', `${admission}/validatingwebhookconfigurations`),
    listOf(get, 'CustomResourceDefinition', CRDS_PATH, 'metadata'),
    merged(Object.entries(SYSTEM_KINDS).map(([kind, group]) => systemList(get, kind, group))),
    merged(
      Object.entries(POLICY_KINDS).map(([kind, [group, plural]]) =>
        listOf(get, kind, `/apis/${group}/v1/namespaces/${SYSTEM_NAMESPACE}/${plural}`, 'metadata'),
      ),
    ),
    merged(
      GATEWAY_LABELS.map((labels) => whole('Service', `/api/v1/services?labelSelector=${encodeURIComponent(labels)}`)),
    ),
    whole('NetworkPolicy', policies),
    nodesWithDomain(get),
    merged(Object.entries(OPERATED_KINDS).map(([kind, path]) => whole(kind, path))),
  ]);
  const [deployments, mutatingWebhooks, validatingWebhooks, crds, systemObjects, systemPolicies, ...others] = lists;
  const [services, networkPolicies, nodes, operated] = others;
  return {
    namespaces,
    istiods: deployments,
    operated,
    mutatingWebhooks,
    validatingWebhooks,
    crds: crds?.filter(({ metadata }) => isIstioCrd(metadata.name)),
    systemObjects,
    systemPolicies,
    gatewayServices: services?.filter(
      ({ metadata }, index) => services.findIndex((other) => other.metadata.uid === metadata.uid) === index,
    ),
    networkPolicies,
    nodes,
  };
}

function systemList(get: ClusterLists, kind: string, group: string): Promise<FoundObject[] | undefined> {
  return listOf(get, kind, `${group}/namespaces/${SYSTEM_NAMESPACE}/${kind.toLowerCase()}s`, 'metadata');
}

/** Lists as one; undefined if one of them may not be read. */
async function merged(asked: readonly Promise<FoundObject[] | undefined>[]): Promise<FoundObject[] | undefined> {
  const lists = await Promise.all(asked);
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** The items of a list, which do not tell their kind; undefined if the user may not read it. */
async function listOf(
  get: ClusterLists,
  kind: string,
  path: string,
  extent: Extent,
): Promise<FoundObject[] | undefined> {
  try {
    const { items } = (await get(path, extent)) as { items?: readonly Omit<FoundObject, 'kind'>[] | null };
    return (items ?? []).map((item) => ({ ...item, kind }));
  } catch (error) {
    if (error instanceof RefusedError && error.status === NOT_SERVED) return [];
    if (error instanceof RefusedError && UNREADABLE.includes(error.status)) return undefined;
    throw error;
  }
}
