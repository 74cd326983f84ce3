import { spiffeId } from '../../../model/names/spiffe-id';
import type { ClusterSubject, MeshSubject } from '../../../cli/subject';
import type { MachineSubject } from '../../../cli/machine-subject';
import { clientAccount, machineHost, PORTS, serverAccount, serverHost } from '../../../cli/workloads/names';

/** Namespace of the tests. */
export const NAMESPACE = 'meshwork-verify';

/** A cluster of mesh blue. */
export function cluster(name: string, version: string, over: Partial<ClusterSubject> = {}): ClusterSubject {
  return {
    name,
    kind: 'cluster',
    hasCni: false,
    clusterId: name,
    mesh: 'blue',
    network: over.network ?? `net-${name}`,
    serverNetwork: over.network ?? `net-${name}`,
    serverPort: PORTS.netexec,
    plainFrom: name,
    revisions: ['default'],
    version,
    servedBy: 'east',
    watches: name === 'east' ? ['east', 'west'] : undefined,
    intermediateExpiry: name === 'east' ? '2027-01-01T00:00:00Z' : null,
    gateway: { addresses: [name === 'east' ? '10.1.0.200' : '10.2.0.200'], port: 15443 },
    gateways: [],
    kubeconfig: '',
    host: serverHost(NAMESPACE),
    identities: { client: identity(clientAccount(name)), server: identity(serverAccount(version)) },
    ...over,
  };
}

/** A machine of mesh blue, in a network of its own. */
export function machine(name: string, over: Partial<MachineSubject> = {}): MachineSubject {
  const identities = { client: LEGACY, server: LEGACY };
  return {
    name,
    kind: 'machine',
    mesh: 'blue',
    network: 'vm-net',
    serverNetwork: 'vm-net',
    version: undefined,
    servedBy: 'east',
    host: machineHost(name, NAMESPACE),
    serverPort: PORTS.machine,
    plainFrom: 'east',
    identities,
    address: '10.0.51.2',
    namespace: 'vms',
    onlyGroupPorts: false,
    target: undefined,
    authority: undefined,
    certificateExpiry: '2027-01-01T00:00:00Z',
    ownCertificateExpiry: null,
    renewBeforeDays: 30,
    ...over,
  };
}

/** The identity of machines. */
const LEGACY = spiffeId('blue.example', 'vms', 'legacy');

/** A primary and a remote in two networks. */
export function mesh(over: Partial<Omit<MeshSubject, 'places'>> = {}): MeshSubject {
  const { clusters = [cluster('east', 'v1'), cluster('west', 'v2')], machines = [] } = over;
  return {
    name: 'blue',
    trustDomain: 'blue.example',
    mtls: 'strict',
    rootCertificate: '',
    untrusted: [],
    rootExpiry: '2035-01-01T00:00:00Z',
    intermediates: { algorithm: 'rsa', validityDays: 730, renewBeforeDays: 60, generation: 1, given: {} },
    ...over,
    clusters,
    machines,
    places: [...clusters, ...machines],
  };
}

/** SPIFFE identity of an account of mesh blue. */
export function identity(account: string, trustDomain = 'blue.example'): string {
  return spiffeId(trustDomain, NAMESPACE, account);
}
