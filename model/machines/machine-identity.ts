import type { Values } from '../plan/values';

/** Where the certificate lies by which a machine proves to istiod who it is, and the roots by which it knows istiod. The agent writes nothing there. */
export const BOOTSTRAP_DIRECTORY = '/etc/istio-bootstrap';

/** Where the agent of a machine that proves itself by a token keeps its own certificate, which proves it from then on. It writes merged roots there. */
export const AGENT_DIRECTORY = '/etc/certs';

/** Everything about a machine that its files tell: who it is, and which istiod it asks. */
export interface MachineIdentity {
  /** The key of its workload group: name of the WorkloadGroup, and of the workload. */
  readonly group: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Ports on which it serves, by name. Empty: any. */
  readonly ports: Readonly<Record<string, number>>;
  /** Address of the machine; its proxy would take the first that the system has. */
  readonly address: string;
  /** Port of its SSH server, which the proxy must leave alone. */
  readonly sshPort: number;
  readonly meshId: string;
  readonly trustDomain: string;
  /** The ID of its home cluster. */
  readonly clusterId: string;
  /** The network that the machine is in. */
  readonly network: string;
  /** Whether the proxy answers DNS for services of the mesh. */
  readonly dnsCapture: boolean;
  /** Whether istiod makes the entry of the machine. */
  readonly autoRegister: boolean;
  /** By what the machine proves to istiod who it is. */
  readonly proof: 'certificate' | 'token';
  /** Host name of istiod, and the port by which machines reach it. */
  readonly istiod: { readonly host: string; readonly port: number };
  readonly revision: string;
  /** The settings that all proxies have, in the words of Istio's ProxyConfig. */
  readonly proxyDefaults: Values;
  /** Whether the machine has a certificate for calls, which istiod has no part in. */
  readonly ownAuthority: boolean;
}
