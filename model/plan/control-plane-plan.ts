import { DEFAULT_REVISION, injectionPath, injectionUrl, istiodName } from '../names/istiod';
import type { IstioSpec } from '../schema/config';
import {
  isExposed,
  type MeshedCluster,
  type PrimaryCluster,
  type RemoteCluster,
  workloadGroupsOf,
} from '../topology/clusters';
import { type ChartSource, chartSource } from './chart-source';
import { istiodValues } from './chart-values';
import { type IstiodReach, istiodReach } from './east-west-gateway-plan';
import { meshNetworks, nodesAnnounceGateways } from './mesh-networks';
import type { Values } from './values';

interface Common {
  /** Name of its component; names of Pulumi resources start with it. With the revision in it, a second one beside the first renames nothing. */
  readonly name: string;
  readonly revision: string;
  /** The istiod chart's release, and the Service `istiod` of the revision. */
  readonly istiod: string;
  /** Where the istiod chart comes from. */
  readonly charts: ChartSource;
  /** Values of the istiod chart. */
  readonly values: Values;
}

/** An istiod of a cluster's own. */
export interface PrimaryControlPlanePlan extends Common {
  readonly role: 'primary';
  /** Whether remotes and machines use it through the cluster's east-west gateway. */
  readonly exposed: boolean;
}

/** A webhook and a Service that lead to the istiod of another cluster. */
export interface RemoteControlPlanePlan extends Common {
  readonly role: 'remote';
  /** The cluster whose istiod it leads to. */
  readonly servedBy: string;
  /** How it leads there. */
  readonly reach: IstiodReach;
}

/** A control plane in a cluster. */
export type ControlPlanePlan = PrimaryControlPlanePlan | RemoteControlPlanePlan;

/**
 * Plans the control planes of a cluster, one for each revision.
 *
 * @param ingressGateway Key of the ingress gateway that serves its Ingress objects. Default: none.
 */
export function planControlPlanes(
  cluster: MeshedCluster,
  istio: IstioSpec,
  ingressGateway?: string,
): ControlPlanePlan[] {
  return [DEFAULT_REVISION].flatMap((revision): ControlPlanePlan[] =>
    cluster.role === 'primary'
      ? [primaryControlPlane(cluster, istio, revision, ingressGateway)]
      : remoteControlPlanes(cluster, istio, revision),
  );
}

function common({ name }: MeshedCluster, istio: IstioSpec, revision: string): Omit<Common, 'values'> {
  const charts = chartSource(istio);
  return { name: `${name}-control-plane-${revision}`, revision, istiod: istiodName(revision), charts };
}

function primaryControlPlane(
  cluster: PrimaryCluster,
  istio: IstioSpec,
  revision: string,
  ingressGateway: string | undefined,
): PrimaryControlPlanePlan {
  const servesRemotes = cluster.remotes.length > 0;
  const reach = servesRemotes ? istiodReach(cluster.network.spec.gateway) : undefined;
  return {
    role: 'primary',
    ...common(cluster, istio, revision),
    exposed: isExposed(cluster),
    values: istiodValues(cluster, istio, {
      role: 'primary',
      servesRemotes,
      servesMachines: workloadGroupsOf(cluster).length > 0,
      dns: cluster.mesh.spec.dns,
      meshNetworks: meshNetworks(cluster.mesh),
      nodesAnnounceGateways: nodesAnnounceGateways(cluster.mesh),
      hostname: reach?.by === 'hostname' ? reach.hostname : undefined,
      ingressGateway,
    }),
  };
}

/** None where the remote cannot reach its primary, which the rules refuse (model/rules/gateways.ts). */
function remoteControlPlanes(cluster: RemoteCluster, istio: IstioSpec, revision: string): RemoteControlPlanePlan[] {
  const reach = istiodReach(cluster.primary.network.spec.gateway);
  if (reach === undefined) return [];
  const values = istiodValues(cluster, istio, { role: 'remote', injection: injectionBy(reach, cluster) });
  return [{ role: 'remote', ...common(cluster, istio, revision), servedBy: cluster.primary.name, reach, values }];
}

/** Where a remote's API server finds the injector: at its own istiod Service, unless that stands for a host name. */
function injectionBy(reach: IstiodReach, { clusterId, network }: RemoteCluster) {
  if (reach.by === 'hostname') return { url: injectionUrl(reach.hostname, clusterId, network.name) };
  return { path: injectionPath(clusterId, network.name) };
}
