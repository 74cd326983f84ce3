import type { AppsV1Api, CoreV1Api, KubeConfig, Middleware } from '@kubernetes/client-node' with {
  'resolution-mode': 'import',
};
import * as pulumi from '@pulumi/pulumi';
import type { Rollout } from './rollout';

/** How long an API server may take for an answer, in milliseconds. */
export const ANSWER_MS = 30_000;

/** Clients of the cluster of a rollout. */
export interface RolloutClients {
  readonly apps: AppsV1Api;
  readonly core: CoreV1Api;
  /** How the cluster is reached, for watches. */
  readonly config: KubeConfig;
}

/**
 * Makes the clients. The library is an ES module, which a CommonJS one can only import so; and only those who ask pay for loading it.
 *
 * @param signal Ends requests that are under way: one without an answer would keep the program from ending.
 */
export async function rolloutClients(
  { kubeconfig }: Pick<Rollout, 'kubeconfig'>,
  signal: AbortSignal,
): Promise<RolloutClients> {
  const { AppsV1Api, CoreV1Api, createConfiguration, KubeConfig, ServerConfiguration } =
    await import('@kubernetes/client-node');
  const text = await new Promise<string>((resolve) => pulumi.output(kubeconfig).apply(resolve));
  const config = new KubeConfig();
  config.loadFromString(text);
  const ending: Middleware = {
    pre: (context) => {
      context.setSignal(AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]));
      return Promise.resolve(context);
    },
    post: (context) => Promise.resolve(context),
  };
  const api = createConfiguration({
    baseServer: new ServerConfiguration(config.getCurrentCluster()?.server ?? '', {}),
    authMethods: { default: config },
    promiseMiddleware: [ending],
  });
  return { apps: new AppsV1Api(api), core: new CoreV1Api(api), config };
}
