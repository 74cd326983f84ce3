import type { NetworkSpec, Spec } from '../schema/config';
import { existing } from './existing';

/** The network that a cluster is in. */
export function networkOf(cluster: string, spec: Spec): NetworkSpec {
  return existing(spec.networks, 'network', existing(spec.clusters, 'cluster', cluster).network);
}
