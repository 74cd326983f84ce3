/** Names by which programs on one machine reach that machine, or a virtual machine in it: those of desktop products, and those of loopback. */
const NAMES = [
  'localhost',
  'localhost.localdomain',
  'ip6-localhost',
  'ip6-loopback',
  // Docker Desktop
  'kubernetes.docker.internal',
  'host.docker.internal',
  'gateway.docker.internal',
  'docker-for-desktop',
  // Podman, Lima and Colima, Rancher Desktop, OrbStack, minikube, k3d
  'host.containers.internal',
  'host.lima.internal',
  'host.rancher-desktop.internal',
  'host.orb.internal',
  'k8s.orb.local',
  'host.minikube.internal',
  'control-plane.minikube.internal',
  'host.k3d.internal',
];

/** Loopback, and the unspecified address: a machine that dials it dials itself. IPv4 addresses in IPv6 are as URLs write them. */
const ADDRESSES = [/^127\./, /^\[::1\]$/, /^\[::ffff:7f[0-9a-f]{2}:/, /^0\.0\.0\.0$/, /^\[::\]$/, /^\[::ffff:0:0\]$/];

/**
 * Whether an address means the machine that dials it, so that it leads elsewhere from each machine.
 *
 * @param address A URL.
 */
export function isThisMachine(address: string): boolean {
  const host = hostOf(address).replace(/\.$/, '');
  return NAMES.includes(host) || host.endsWith('.localhost') || ADDRESSES.some((pattern) => pattern.test(host));
}

/** The host of a URL. A URL with a scheme that only proxies have keeps the host as it was written; with https, addresses get their usual form. */
function hostOf(address: string): string {
  const web = address.replace(/^[a-z0-9+.-]+:/i, 'https:');
  return URL.canParse(web) ? new URL(web).hostname : '';
}
