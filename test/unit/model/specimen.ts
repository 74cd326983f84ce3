import { parse } from '../../../model/problems/parse';
import type { Spec } from '../../../model/schema/config';
import { resolve } from '../../../model/topology/resolve';
import type { Topology } from '../../../model/topology/topology';

/** A configuration of S3 as a user writes it; tests change one thing in it. */
export function primaryRemote() {
  return {
    istio: { version: '1.31.1' } as Record<string, unknown>,
    meshes: { blue: { trustDomain: 'blue.example' } } as Record<string, unknown>,
    networks: { 'net-east': {}, 'net-west': {} } as Record<string, unknown>,
    clusters: {
      east: { mesh: 'blue', network: 'net-east', role: 'primary' },
      west: { mesh: 'blue', network: 'net-west', role: 'remote', primary: 'east' },
    } as Record<string, Record<string, unknown>>,
  };
}

/** The specimen of S3 with a workload group in a network of its own, and a machine in it. */
export function withMachine() {
  const raw = primaryRemote();
  raw.networks['vm-net'] = {};
  return {
    ...raw,
    workloadGroups: {
      legacy: {
        cluster: 'east',
        namespace: 'vms',
        network: 'vm-net',
        ports: { http: 5000 },
        service: { ports: { http: { port: 80, targetPort: 5000 } } },
      },
    } as Record<string, Record<string, unknown>>,
    virtualMachines: {
      'vm-1': {
        group: 'legacy',
        address: '10.0.50.2',
        ssh: { user: 'admin', hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPYeVQGF3Gx' },
        sidecar: { sha256: '0'.repeat(64) },
      },
    } as Record<string, Record<string, unknown>>,
    sshKeys: { default: 'ssh-private-key' } as Record<string, unknown>,
  };
}

/** The specimen with a machine, whose certificates a mesh without clusters signs. */
export function withAuthority() {
  const raw = withMachine();
  raw.meshes['vms'] = { trustDomain: 'vms.example' };
  raw.workloadGroups['legacy'] = { ...raw.workloadGroups['legacy'], authority: 'vms' };
  return {
    ...raw,
    federations: { 'blue-vms': { meshes: ['blue', 'vms'] } } as Record<string, Record<string, unknown>>,
  };
}

/** A configuration of S1: two clusters without a mesh, and a service of one that the other uses. */
export function noMesh() {
  return {
    networks: { lan: {} } as Record<string, unknown>,
    clusters: {
      east: { role: 'standalone', network: 'lan' },
      west: { role: 'standalone', network: 'lan' },
    } as Record<string, Record<string, unknown>>,
    services: {
      orders: {
        namespace: 'shop',
        clusters: ['east'],
        ports: { http: { port: 80, targetPort: 8080 } },
        selector: { app: 'orders' },
        reach: { from: ['west'], by: { loadBalancer: {} } },
      },
    } as Record<string, Record<string, unknown>>,
  };
}

/** A configuration of S6 as a user writes it: two meshes in one network that export a service each. */
export function federated() {
  return {
    istio: { version: '1.31.1' } as Record<string, unknown>,
    meshes: { blue: { trustDomain: 'blue.example' }, green: { trustDomain: 'green.example' } } as Record<
      string,
      Record<string, unknown>
    >,
    networks: { shared: {} } as Record<string, unknown>,
    clusters: {
      east: { mesh: 'blue', network: 'shared', role: 'primary' },
      west: { mesh: 'green', network: 'shared', role: 'primary' },
    } as Record<string, Record<string, unknown>>,
    services: {
      orders: { namespace: 'shop', clusters: ['east'], ports: { http: { port: 80 } }, serviceAccounts: ['orders'] },
      stock: { namespace: 'store', clusters: ['west'], ports: { http: { port: 80 } }, serviceAccounts: ['stock'] },
    } as Record<string, Record<string, unknown>>,
    federations: {
      'blue-green': { meshes: ['blue', 'green'], exports: { orders: {}, stock: {} } },
    } as Record<string, Record<string, unknown>>,
  };
}

/** The spec of a configuration that is right in its shape. */
export function specOf(raw: unknown): Spec {
  const parsed = parse(raw);
  if (parsed.spec === undefined)
    throw new Error(parsed.problems.map(({ path, found }) => `${path}: ${found}`).join('\n'));
  return parsed.spec;
}

/** The topology of a raw configuration that holds. */
export function topologyOf(raw: unknown): Topology {
  return resolve(specOf(raw));
}
