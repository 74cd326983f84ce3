import { writeFile } from 'node:fs/promises';
import type { ClusterContext } from './context';
import { CONTAINERD_SOCKET } from './containerd';
import { flags, type Program } from './program';

/** The node's kubelet. */
export function kubelet(cluster: ClusterContext): Program {
  return {
    name: 'kubelet',
    args: flags({
      config: cluster.file('kubelet.json'),
      kubeconfig: cluster.kubeconfig('kubelet'),
      'hostname-override': cluster.name,
      // The load balancer controller gives the node its external address, which kubelet would take away again.
      'cloud-provider': 'external',
      'node-ip': cluster.addresses.nodeAddress,
      // The label that a node of a cloud carries.
      'node-labels': `topology.kubernetes.io/region=${cluster.addresses.network},topology.kubernetes.io/zone=${cluster.name}`,
    }),
  };
}

/** Writes kubelet's configuration. */
export async function writeKubeletConfig(cluster: ClusterContext): Promise<void> {
  // Pods that use the node's DNS have no name server: the lab has no way out.
  await writeFile(cluster.file('resolv.conf'), '');
  await writeFile(cluster.file('kubelet.json'), JSON.stringify(kubeletConfig(cluster), undefined, 2));
}

function kubeletConfig(cluster: ClusterContext): unknown {
  return {
    kind: 'KubeletConfiguration',
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    address: cluster.addresses.nodeAddress,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: cluster.certificate('ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: cluster.certificate('kubelet.crt'),
    tlsPrivateKeyFile: cluster.certificate('kubelet.key'),
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    clusterDNS: [cluster.addresses.dnsService],
    clusterDomain: 'cluster.local',
    resolvConf: cluster.file('resolv.conf'),
    // The lab's control group is already its own tree; limits of pods are set on their containers.
    cgroupDriver: 'cgroupfs',
    cgroupRoot: '/',
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failCgroupV1: false,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    // With this, kubelet runs on although the machine refuses it an rlimit or sysctl.
    featureGates: { KubeletInUserNamespace: true },
    // The disk is the user's: a full one must not make the lab evict pods or delete images that it cannot pull again.
    evictionHard: {
      'memory.available': '0%',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%',
    },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    maxPods: 250,
    serializeImagePulls: false,
    staticPodPath: '',
  };
}
