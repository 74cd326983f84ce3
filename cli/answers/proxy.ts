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
import type { ClusterClient } from '../kubernetes/cluster-client';
import { usingPod } from '../kubernetes/pod-http';
import { PORTS, serverHost } from '../workloads/names';

/** Asks the proxy of a pod, by its admin interface. */
async function ask(
  client: ClusterClient,
  namespace: string,
  pod: string,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  return usingPod(client, { namespace, pod, port: PORTS.proxyAdmin }, (admin) => admin.text(path, signal));
}

/** The endpoints that the proxy of a pod has for the servers, or undefined if it does not know them. */
export async function proxyEndpoints(
  client: ClusterClient,
  namespace: string,
  pod: string,
  signal: AbortSignal,
): Promise<Endpoint[] | undefined> {
  const body = await ask(client, namespace, pod, CLUSTERS_PATH, signal);
  return endpointsOf(body, serverHost(namespace), PORTS.service);
}

/** Identities that the proxy of a pod accepts of the servers. */
export async function serverIdentities(
  client: ClusterClient,
  namespace: string,
  pod: string,
  signal: AbortSignal,
): Promise<string[]> {
  const path = clusterConfigPath(serverHost(namespace), PORTS.service);
  return acceptedIdentities(await ask(client, namespace, pod, path, signal));
}

/** The certificate that the proxy of a pod presents, and the roots that it trusts. */
export async function certificatesOf(
  client: ClusterClient,
  namespace: string,
  pod: string,
  signal: AbortSignal,
): Promise<ProxyCertificates> {
  return proxyCertificates(await ask(client, namespace, pod, SECRETS_PATH, signal));
}
