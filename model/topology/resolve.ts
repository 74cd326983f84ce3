import type { Spec } from '../schema/config';
import { resolveClusters } from './clusters';
import { resolveFederations } from './federations';
import { resolveIngressGateways } from './ingress-gateways';
import { resolveWorkloadGroups } from './machines';
import { resolveMeshes } from './meshes';
import { resolveNetworks } from './networks';
import { resolveNodePools } from './node-pools';
import { resolveServices } from './services';
import type { Topology } from './topology';

/** Resolves the references of a configuration, once. */
export function resolve(spec: Spec): Topology {
  const networks = resolveNetworks(spec);
  const meshes = resolveMeshes(spec);
  const clusters = resolveClusters(spec, { networks, meshes });
  const services = resolveServices(spec, clusters);
  const workloadGroups = resolveWorkloadGroups(spec, { networks, meshes, clusters });
  const federations = resolveFederations(spec, { meshes, services });
  const nodePools = resolveNodePools(spec, { clusters });
  const ingressGateways = resolveIngressGateways(spec, { clusters, nodePools, services });
  return { spec, networks, meshes, clusters, services, federations, nodePools, ingressGateways, workloadGroups };
}
