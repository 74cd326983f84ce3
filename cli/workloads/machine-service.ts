import type { KubernetesObject } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import type { MachineSubject } from '../machine-subject';
import type { DestinationRule } from './destination-rule';
import { newConnections } from './destination-rule';
import type { Plain } from './manifests';
import { machineName, MANAGED_BY, PORTS } from './names';

/** As much of Istio's ServiceEntry as verify uses. */
interface ServiceEntry extends Plain<KubernetesObject> {
  readonly spec: {
    readonly hosts: readonly string[];
    readonly location: 'MESH_INTERNAL';
    readonly resolution: 'STATIC';
    readonly ports: readonly {
      readonly name: string;
      readonly number: number;
      readonly targetPort: number;
      readonly protocol: string;
    }[];
    readonly endpoints: readonly {
      readonly address: string;
      readonly network: string;
      readonly labels: Readonly<Record<string, string>>;
    }[];
    readonly subjectAltNames: readonly string[];
  };
}

/** What leads to the server on a machine. */
export type MachineService = readonly [ServiceEntry, DestinationRule];

/** The machine to which a service leads. */
export type ServedMachine = Pick<MachineSubject, 'address' | 'host' | 'identities' | 'name' | 'serverNetwork'>;

/**
 * What leads to the server on a machine. istiod opens the port on the machine's proxy by the service in the namespace of its group, and there alone.
 *
 * @param namespace in which it is made.
 * @param run the namespace of verify's workloads, after which all that a run makes is named.
 */
export function machineService(machine: ServedMachine, namespace: string, run: string): MachineService {
  const { address, host, identities, name, serverNetwork } = machine;
  const metadata = { name: machineName(name, run), namespace, labels: { ...MANAGED_BY } };
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata,
      spec: {
        hosts: [host],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        ports: [{ name: 'http', number: PORTS.service, targetPort: PORTS.machine, protocol: 'HTTP' }],
        // An endpoint without a service account counts as one without a proxy, unless it says so.
        endpoints: [{ address, network: serverNetwork, labels: { 'security.istio.io/tlsMode': 'istio' } }],
        subjectAltNames: [identities.server],
      },
    },
    newConnections(host, metadata),
  ];
}
