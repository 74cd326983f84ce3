import { isTree } from '../plan/values';
import { byName } from '../topology/by-name';
import type { MachineIdentity } from './machine-identity';

/** Labels by which Istio tells the name and the revision of a service in telemetry (its labels.CanonicalService). */
const CANONICAL_NAME = 'service.istio.io/canonical-name';
const CANONICAL_REVISION = 'service.istio.io/canonical-revision';

/**
 * Variables of the proxy of a machine, as `istioctl x workload entry configure` writes them into `mesh.yaml` and `cluster.env` (istioctl's
 * createMeshConfig). For pods, the injector sets the same.
 */
export function proxyMetadata(machine: MachineIdentity): Record<string, string> {
  const { autoRegister, clusterId, dnsCapture, group, labels, meshId, namespace, network, ports, serviceAccount } =
    machine;
  const name = labels[CANONICAL_NAME] ?? labels['app.kubernetes.io/name'] ?? labels['app'] ?? group;
  const revision = labels[CANONICAL_REVISION] ?? labels['app.kubernetes.io/version'] ?? labels['version'] ?? 'latest';
  const podPorts = byName(ports);
  return {
    ...ofEveryProxy(machine),
    CANONICAL_SERVICE: name,
    CANONICAL_REVISION: revision,
    POD_NAMESPACE: namespace,
    SERVICE_ACCOUNT: serviceAccount,
    TRUST_DOMAIN: machine.trustDomain,
    ISTIO_META_CLUSTER_ID: clusterId,
    ISTIO_META_MESH_ID: meshId,
    ISTIO_META_NETWORK: network,
    ...(podPorts.length === 0
      ? {}
      : {
          ISTIO_META_POD_PORTS: JSON.stringify(
            podPorts.map(([port, containerPort]) => ({ name: port, containerPort, protocol: '' })),
          ),
        }),
    ISTIO_META_WORKLOAD_NAME: group,
    ISTIO_METAJSON_LABELS: JSON.stringify(
      Object.fromEntries(byName({ ...labels, [CANONICAL_NAME]: name, [CANONICAL_REVISION]: revision })),
    ),
    ISTIO_META_DNS_CAPTURE: String(dnsCapture),
    // Without it a running proxy does not hear of roots that come or go (docs/adr/0013).
    PROXY_CONFIG_XDS_AGENT: 'true',
    ...(autoRegister ? { ISTIO_META_AUTO_REGISTER_GROUP: group } : {}),
  };
}

/** The variables that the user gives all proxies. */
function ofEveryProxy({ proxyDefaults }: MachineIdentity): Record<string, string> {
  const { proxyMetadata } = proxyDefaults;
  if (!isTree(proxyMetadata)) return {};
  return Object.fromEntries(Object.entries(proxyMetadata).map(([name, value]) => [name, String(value)]));
}
