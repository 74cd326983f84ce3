import { otherClusterDomain } from './cluster-domain';
import { otherDefinitions } from './definitions';
import type { Finding, Surveyed } from './finding';
import type { Inventory } from './found-object';
import type { ClusterPlan } from '../plan/cluster-plan';
import { foreignEdits } from './foreign-edits';
import { doubleInjection } from './injection-labels';
import { otherInstallations } from './installations';
import { otherLoadBalancers } from './load-balancers';
import { blockingPolicies } from './network-policies';
import { otherSystemNamespace } from './system-namespace';
import { otherWebhooks } from './webhooks';

/** One question about a cluster before anything is made in it. */
export interface Precheck {
  readonly id: `MW9${number}`;
  /** The list in the JSON report that holds its findings. */
  readonly key: string;
  /** The question, as a heading. */
  readonly title: string;
  /** The lists that it reads: without one of them it cannot be answered. */
  readonly reads: readonly (keyof Inventory)[];
  find(surveyed: Surveyed): Finding[];
}

/** Every question, in the order of the report. */
export const PRECHECKS: readonly Precheck[] = [
  {
    id: 'MW902',
    key: 'installations',
    title: 'No other Istio is installed',
    reads: ['istiods'],
    find: otherInstallations,
  },
  {
    id: 'MW903',
    key: 'definitions',
    title: "Istio's CRDs are the stack's, or there are none",
    reads: ['crds'],
    find: otherDefinitions,
  },
  {
    id: 'MW904',
    key: 'webhooks',
    title: 'No webhook of others catches pods or objects of the mesh',
    reads: ['mutatingWebhooks', 'validatingWebhooks'],
    find: otherWebhooks,
  },
  {
    id: 'MW905',
    key: 'systemNamespace',
    title: "The control plane namespace is the stack's, or is not there",
    reads: ['namespaces', 'systemObjects'],
    find: otherSystemNamespace,
  },
  {
    id: 'MW906',
    key: 'loadBalancers',
    title: 'No gateway of others has a load balancer',
    reads: ['gatewayServices'],
    find: otherLoadBalancers,
  },
  {
    id: 'MW907',
    key: 'injectionLabels',
    title: 'No namespace asks for two injectors',
    reads: ['namespaces'],
    find: doubleInjection,
  },
  {
    id: 'MW908',
    key: 'networkPolicies',
    title: 'Network policies let requests to istiod and gateways through',
    reads: ['networkPolicies'],
    find: blockingPolicies,
  },
  {
    id: 'MW909',
    key: 'foreignEdits',
    title: 'No other manager holds fields of the stack',
    reads: ['crds', 'mutatingWebhooks', 'validatingWebhooks', 'systemObjects', 'systemPolicies'],
    find: foreignEdits,
  },
  {
    id: 'MW910',
    key: 'clusterDomain',
    title: 'The domain of the cluster is cluster.local',
    reads: ['nodes'],
    find: otherClusterDomain,
  },
];

/** The checks of a cluster. A stack of CRDs alone makes nothing else (`crds: only`). */
export function prechecksOf({ crds }: Pick<ClusterPlan, 'crds'>): readonly Precheck[] {
  return crds === 'only' ? PRECHECKS.filter(({ key }) => key === 'definitions') : PRECHECKS;
}
