import type { ClusterSubject, MeshSubject } from '../../../cli/subject';

/** Namespace of the tests. */
export const NAMESPACE = 'meshwork-verify';

/** A cluster of mesh blue. */
export function cluster(name: string, version: string, over: Partial<ClusterSubject> = {}): ClusterSubject {
  return {
    name,
    clusterId: name,
    mesh: 'blue',
    network: `net-${name}`,
    revision: 'default',
    version,
    servedBy: 'east',
    watches: name === 'east' ? ['east', 'west'] : undefined,
    gateway: { addresses: [name === 'east' ? '10.1.0.200' : '10.2.0.200'], port: 15443 },
    kubeconfig: '',
    ...over,
  };
}

/** A primary and a remote in two networks. */
export function mesh(over: Partial<MeshSubject> = {}): MeshSubject {
  return {
    name: 'blue',
    trustDomain: 'blue.example',
    mtls: 'strict',
    rootCertificate: '',
    clusters: [cluster('east', 'v1'), cluster('west', 'v2')],
    ...over,
  };
}

/** SPIFFE identity of an account of mesh blue. */
export function identity(account: string, trustDomain = 'blue.example'): string {
  return `spiffe://${trustDomain}/ns/${NAMESPACE}/sa/${account}`;
}
