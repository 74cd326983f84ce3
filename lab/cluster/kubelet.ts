import { writeFile } from 'node:fs/promises';
import type { NodeContext } from './context';
import { CONTAINERD_SOCKET } from './containerd';
import { flags, type Program } from './program';

/** The node's kubelet. */
export function kubelet(node: NodeContext): Program {
  return {
    name: 'kubelet',
    args: flags({
      config: node.file('kubelet.json'),
      kubeconfig: node.kubeletKubeconfig,
      'hostname-override': node.name,
      // The load balancer controller gives the node its external address, which kubelet would take away again.
      'cloud-provider': 'external',
      'node-ip': node.addresses.address,
      // The label that a node of a cloud carries.
      'node-labels': `topology.kubernetes.io/region=${node.cluster.addresses.network},topology.kubernetes.io/zone=${node.cluster.name}`,
    }),
  };
}

/** Writes kubelet's configuration. */
export async function writeKubeletConfig(node: NodeContext): Promise<void> {
  // Pods that use the node's DNS have no name server: the lab has no way out.
  await writeFile(node.file('resolv.conf'), '');
  await writeFile(node.file('kubelet.json'), JSON.stringify(kubeletConfig(node), undefined, 2));
}

function kubeletConfig(node: NodeContext): unknown {
  return {
    kind: 'KubeletConfiguration',
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    address: node.addresses.address,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: node.cluster.certificate('ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: node.kubeletCertificate('crt'),
    tlsPrivateKeyFile: node.kubeletCertificate('key'),
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    clusterDNS: [node.cluster.addresses.dnsService],
    clusterDomain: 'cluster.local',
    resolvConf: node.file('resolv.conf'),
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
