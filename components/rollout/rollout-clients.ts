import type { AppsV1Api, CoreV1Api, Watch } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import * as pulumi from '@pulumi/pulumi';
import type { Rollout } from './rollout';

/** Clients of the cluster of a rollout. */
export interface RolloutClients {
  readonly apps: AppsV1Api;
  readonly core: CoreV1Api;
  readonly watch: Watch;
}

/** Makes the clients. The library is an ES module, which a CommonJS one can only import so; and only those who ask pay for loading it. */
export async function rolloutClients({ kubeconfig }: Pick<Rollout, 'kubeconfig'>): Promise<RolloutClients> {
  const { AppsV1Api, CoreV1Api, KubeConfig, Watch } = await import('@kubernetes/client-node');
  const text = await new Promise<string>((resolve) => pulumi.output(kubeconfig).apply(resolve));
  const config = new KubeConfig();
  config.loadFromString(text);
  return { apps: config.makeApiClient(AppsV1Api), core: config.makeApiClient(CoreV1Api), watch: new Watch(config) };
}
