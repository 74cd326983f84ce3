import { spiffeId } from '../../../model/names/spiffe-id';
import type { ClusterSubject, MeshSubject } from '../../../cli/subject';
import { clientAccount, serverAccount, serverHost } from '../../../cli/workloads/names';

/** Namespace of the tests. */
export const NAMESPACE = 'meshwork-verify';

/** A cluster of mesh blue. */
export function cluster(name: string, version: string, over: Partial<ClusterSubject> = {}): ClusterSubject {
  return {
    name,
    kind: 'cluster',
    clusterId: name,
    mesh: 'blue',
    network: `net-${name}`,
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

/** A primary and a remote in two networks. */
export function mesh(over: Partial<Omit<MeshSubject, 'places'>> = {}): MeshSubject {
  const { clusters = [cluster('east', 'v1'), cluster('west', 'v2')] } = over;
  return {
    name: 'blue',
    trustDomain: 'blue.example',
    mtls: 'strict',
    rootCertificate: '',
    rootExpiry: '2035-01-01T00:00:00Z',
    intermediates: { algorithm: 'rsa', validityDays: 730, renewBeforeDays: 60, generation: 1 },
    ...over,
    clusters,
    places: clusters,
  };
}

/** SPIFFE identity of an account of mesh blue. */
export function identity(account: string, trustDomain = 'blue.example'): string {
  return spiffeId(trustDomain, NAMESPACE, account);
}
