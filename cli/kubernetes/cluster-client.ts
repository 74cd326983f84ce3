import type { CoreV1Api, KubeConfig, KubernetesObjectApi, PortForward, Watch } from '@kubernetes/client-node' with {
  'resolution-mode': 'import',
};

/** The parts of Kubernetes' API that verify uses, in one cluster. */
export interface ClusterClient {
  readonly core: CoreV1Api;
  readonly objects: KubernetesObjectApi;
  readonly watch: Watch;
  readonly forward: PortForward;
  /** How the cluster is reached, for requests that the others do not make. */
  readonly config: KubeConfig;
  /** Address of the API server, for messages. */
  readonly server: string;
}

/** Opens a cluster by a kubeconfig that holds one context. Nothing is sent yet. */
export async function clusterClient(kubeconfig: string): Promise<ClusterClient> {
  // The library is an ES module, which a CommonJS one can only import so.
  const kubernetes = await import('@kubernetes/client-node');
  const config: KubeConfig = new kubernetes.KubeConfig();
  config.loadFromString(kubeconfig);
  return {
    core: config.makeApiClient(kubernetes.CoreV1Api),
    objects: kubernetes.KubernetesObjectApi.makeApiClient(config),
    watch: new kubernetes.Watch(config),
    forward: new kubernetes.PortForward(config),
    config,
    server: config.getCurrentCluster()?.server ?? 'unknown address',
  };
}
