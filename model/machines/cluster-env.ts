import { GATEWAY_PORTS } from '../names/east-west-gateway';
import { DEFAULT_REVISION } from '../names/istiod';
import { AGENT_DIRECTORY, BOOTSTRAP_DIRECTORY, type MachineIdentity } from './machine-identity';
import { proxyMetadata } from './proxy-metadata';
import { shellWord } from './shell-word';

/** Ports that the proxy leaves alone beside that of SSH: its own and its agent's (istioctl's createClusterEnv). */
const LEFT_ALONE = [15090, 15021, 15020];

/** An address at which no authority answers. */
const NO_AUTHORITY = '127.0.0.1:1';

/** `/var/lib/istio/envoy/cluster.env`: the variables that `istio-start.sh` reads. One in a line, sorted, with the value as one word of the shell. */
export function clusterEnv(machine: MachineIdentity): string {
  const lines = Object.entries(clusterEnvVariables(machine)).map(([key, value]) => `${key}=${shellWord(value)}`);
  return `${lines.sort().join('\n')}\n`;
}

function clusterEnvVariables(machine: MachineIdentity): Record<string, string> {
  const { address, group, istiod, namespace, ownAuthority, ports, revision, serviceAccount, sshPort } = machine;
  const numbers = Object.values(ports).sort((one, other) => one - other);
  return {
    ...proxyMetadata(machine),
    ISTIO_INBOUND_PORTS: numbers.length === 0 ? '*' : numbers.join(','),
    ISTIO_LOCAL_EXCLUDE_PORTS: [sshPort, ...LEFT_ALONE].join(','),
    ISTIO_NAMESPACE: namespace,
    ISTIO_SERVICE: `${group}.${namespace}`,
    ISTIO_SERVICE_CIDR: '*',
    ISTIO_SVC_IP: address,
    SERVICE_ACCOUNT: serviceAccount,
    ...(revision === DEFAULT_REVISION && istiod.port === GATEWAY_PORTS.istiod
      ? {}
      : { CA_ADDR: `${istiod.host}:${istiod.port}`, PILOT_ADDRESS: `${istiod.host}:${istiod.port}` }),
    ...proofVariables(machine),
    // The agent would ask istiod for another identity if it found no certificate of the machine's own. Nobody answers here, so it fails instead.
    ...(ownAuthority ? { CA_ADDR: NO_AUTHORITY } : {}),
  };
}

/** Where the agent finds its proof of identity (docs/adr/0017). */
function proofVariables({ proof }: MachineIdentity): Record<string, string> {
  // The agent reads the certificate anew at each handshake, and writes none over it.
  if (proof === 'certificate') return { PROV_CERT: BOOTSTRAP_DIRECTORY, OUTPUT_CERTS: '' };
  // The roots that the agent writes beside its certificate are also those of federated meshes, which must not vouch for istiod.
  const roots = `${BOOTSTRAP_DIRECTORY}/root-cert.pem`;
  return { PROV_CERT: AGENT_DIRECTORY, OUTPUT_CERTS: AGENT_DIRECTORY, XDS_ROOT_CA: roots, CA_ROOT_CA: roots };
}
