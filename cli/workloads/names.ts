import { serviceHost } from '../../model/names/service';

/** Every name of what verify puts into clusters. */

/** The namespace unless the user names another. */
export const DEFAULT_NAMESPACE = 'meshwork-verify';

/** The label by which verify knows what it made, and nothing else is ever removed. */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'meshwork-verify' } as const;

/** Name and `app` label of the workloads of a cluster. */
export const WORKLOADS = { server: 'server', client: 'client', plain: 'plain' } as const;

/** One of the workloads of a cluster: a server and a client in the mesh, and a client outside of it. */
export type Workload = keyof typeof WORKLOADS;

/** All of them: what a cluster of a mesh gets. */
export const ALL_WORKLOADS = Object.keys(WORKLOADS) as readonly Workload[];

/** Ports: those of services, what netexec and the server on a machine listen on, and the admin port of Istio's proxy. */
export const PORTS = { service: 80, netexec: 8080, machine: 18080, proxyAdmin: 15000 } as const;

/** Service account of the server of a version. */
export function serverAccount(version: string): string {
  return `server-${version}`;
}

/** Service account of the client in a cluster. */
export function clientAccount(cluster: string): string {
  return `client-${cluster}`;
}

/** Name of what leads to the server on a machine, and of that server's systemd unit. */
export function machineName(machine: string, namespace: string): string {
  return `${namespace}-${machine}`;
}

/** Host name of the server on a machine. East-west gateways take names that end so, and no others. */
export function machineHost(machine: string, namespace: string): string {
  return serviceHost(`machine-${machine}`, namespace);
}

/** Host name of the servers in clusters: the same in every cluster of a mesh. */
export function serverHost(namespace: string): string {
  return serviceHost(WORKLOADS.server, namespace);
}
