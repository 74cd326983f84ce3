import {
  acceptedIdentities,
  clusterConfigPath,
  CLUSTERS_PATH,
  type Endpoint,
  endpointsOf,
  type ProxyCertificates,
  proxyCertificates,
  SECRETS_PATH,
} from './envoy';
import { PORTS } from '../workloads/names';
import type { RunningWorkloads } from '../workloads/place';

/** The endpoints that the proxy of a client has for the servers of a host, or undefined if it does not know the host. */
export async function proxyEndpoints(
  workloads: RunningWorkloads,
  host: string,
  signal: AbortSignal,
): Promise<Endpoint[] | undefined> {
  return endpointsOf(await workloads.proxyText('client', CLUSTERS_PATH, signal), host, PORTS.service);
}

/** Identities that the proxy of a client accepts of the servers of a host. */
export async function serverIdentities(
  workloads: RunningWorkloads,
  host: string,
  signal: AbortSignal,
): Promise<string[]> {
  return acceptedIdentities(await workloads.proxyText('client', clusterConfigPath(host, PORTS.service), signal));
}

/** The certificate that the proxy of a workload presents, and the roots that it trusts. */
export async function certificatesOf(
  workloads: RunningWorkloads,
  workload: 'client' | 'server',
  signal: AbortSignal,
): Promise<ProxyCertificates> {
  return proxyCertificates(await workloads.proxyText(workload, SECRETS_PATH, signal));
}
