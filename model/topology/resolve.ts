import type { Spec } from '../schema/config';
import { resolveClusters } from './clusters';
import { resolveFederations } from './federations';
import { resolveIngressGateways } from './ingress-gateways';
import { resolveWorkloadGroups } from './machines';
import { resolveMeshes } from './meshes';
import { resolveNetworks } from './networks';
import { resolveNodePools } from './node-pools';
import { retiredPlaces, withoutRetired } from './retired';
import { resolveServices } from './services';
import type { Topology } from './topology';

/** Resolves the references of a configuration, once. */
export function resolve(whole: Spec): Topology {
  const spec = withoutRetired(whole);
  const retired = retiredPlaces(whole);
  const networks = resolveNetworks(spec);
  const meshes = resolveMeshes(spec);
  const clusters = resolveClusters(spec, { networks, meshes });
  const services = resolveServices(spec, clusters);
  const workloadGroups = resolveWorkloadGroups(spec, { networks, meshes, clusters });
  const federations = resolveFederations(spec, { meshes, services });
  const nodePools = resolveNodePools(spec, { clusters });
  const ingressGateways = resolveIngressGateways(spec, { clusters, nodePools, services });
  return {
    spec,
    retired,
    networks,
    meshes,
    clusters,
    services,
    federations,
    nodePools,
    ingressGateways,
    workloadGroups,
  };
}
