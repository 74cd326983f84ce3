import { isInternal, type LoadBalanced, type LoadBalancerSpec } from '../schema/load-balancer';
import type { Annotations } from './cloud';
import { CLOUDS } from './clouds';

/** What a load balancer leads to. */
export interface Behind {
  readonly kind: LoadBalanced;
  /** Ports of its Service. */
  readonly ports: readonly number[];
}

/** Whether other clusters are the clients, by the kind of thing that a load balancer leads to. */
const FOR_OTHER_CLUSTERS: Readonly<Record<LoadBalanced, boolean>> = {
  eastWestGateway: true,
  ingressGateway: false,
  service: true,
};

/** The annotations of every cloud for a load balancer; each cloud ignores those of the others. Those of the user win. */
export function loadBalancerAnnotations(spec: LoadBalancerSpec, { kind, ports }: Behind): Annotations {
  const internal = isInternal(spec, kind);
  return merged([
    scopeAnnotations(internal),
    ...CLOUDS.flatMap(({ forOtherClusters, forPort }) => [
      ...(internal && FOR_OTHER_CLUSTERS[kind] && forOtherClusters !== undefined ? [forOtherClusters] : []),
      ...(forPort === undefined ? [] : ports.map(forPort)),
    ]),
    spec.annotations,
  ]);
}

/** The annotations that make it internal or public. */
function scopeAnnotations(internal: boolean): Annotations {
  return merged(CLOUDS.map((cloud) => (internal ? cloud.internal : cloud.public)));
}

/** Annotations by which a user overrides `internal`. */
const DECIDING: ReadonlySet<string> = new Set(
  CLOUDS.flatMap((cloud) => [...Object.keys(cloud.internal), ...Object.keys(cloud.public), ...(cloud.decidedBy ?? [])]),
);

/**
 * From where a load balancer is to be reached: `internal` or `public`, and annotations of the user that say otherwise to a cloud. When it changes, the
 * address of the load balancer changes. It does not change when a further cloud becomes known.
 */
export function loadBalancerScope(spec: LoadBalancerSpec, kind: LoadBalanced): string {
  const internal = isInternal(spec, kind);
  const asked = scopeAnnotations(internal);
  const overrides = Object.entries(spec.annotations)
    .filter(([key, value]) => DECIDING.has(key) && asked[key] !== value)
    .map(([key, value]) => `${key}: ${value}`);
  return [internal ? 'internal' : 'public', ...overrides.sort()].join(', ');
}

function merged(annotations: readonly Annotations[]): Annotations {
  const entries = annotations.flatMap((one) => Object.entries(one));
  return Object.fromEntries([...new Map(entries)].sort(([one], [other]) => (one < other ? -1 : 1)));
}
