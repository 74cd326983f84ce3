import { writeFile } from 'node:fs/promises';
import type { NodeContext } from './context';
import { flags, type Program } from './program';

/** The node's kube-proxy: it makes cluster and load balancer addresses work. */
export function kubeProxy(node: NodeContext): Program {
  return { name: 'kube-proxy', args: flags({ config: node.file('kube-proxy.json') }) };
}

/** Writes kube-proxy's configuration. */
export async function writeKubeProxyConfig(node: NodeContext): Promise<void> {
  const config = {
    kind: 'KubeProxyConfiguration',
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    clientConnection: { kubeconfig: node.cluster.kubeconfig('kube-proxy') },
    hostnameOverride: node.name,
    mode: 'nftables',
    nftables: { minSyncPeriod: '100ms' },
    detectLocalMode: 'ClusterCIDR',
    clusterCIDR: node.cluster.addresses.podRange,
    // In a network namespace these can only be read, and kube-proxy ends when it cannot set them.
    conntrack: { maxPerCore: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
  await writeFile(node.file('kube-proxy.json'), JSON.stringify(config, undefined, 2));
}
