/** Name of the ConfigMap by which an istiod learns which roots to trust; ours. */
export const TRUST_BUNDLE = 'meshwork-trust-bundle';

/** Name of the objects of an imported service, by its key and the mesh that exports it. */
export function importName(service: string, from: string): string {
  return `${service}.${from}`;
}

/**
 * Host name under which a service of another mesh appears, unless config names another. `internal` is reserved for private use (ICANN,
 * 2024), and with five dots a pod's resolver asks for the name itself before it tries its search domains (`ndots:5`).
 */
export function importedHost(service: string, namespace: string, mesh: string): string {
  return `${service}.${namespace}.svc.${mesh}.mesh.internal`;
}

/**
 * The network of endpoints that are gateways of other meshes. No gateway of the mesh leads there, so every proxy dials them itself; without it istiod
 * would take them for endpoints in the network of its own cluster, and send proxies of other networks to that network's gateway. No network of
 * config has this name, because those have no dots.
 */
export const FEDERATED_NETWORK = 'federated.mesh.internal';
