import * as pulumi from '@pulumi/pulumi';
import { type GatewayPod, gatewayPods } from '../../config/gateway-pods';

/** How long a gateway in a node pool may take to be up. Its nodes are there, or an autoscaler of nodes is slower than any `up` should wait. */
const PATIENCE = '2m';

/** A gateway in a node pool, and how its cluster is asked. */
export interface PooledGateway {
  /** Name of its component. */
  readonly name: string;
  /** For people, such as `ingress gateway public in cluster east`. */
  readonly title: string;
  readonly pool: string;
  /** Pod labels that select it. */
  readonly selector: Readonly<Record<string, string>>;
  /** Secret. */
  readonly kubeconfig: string;
}

/**
 * A transform for the Deployment of a gateway in a node pool: `up` waits two minutes for it in place of the provider's ten, and then says what its pods
 * wait for. The provider would only quote the scheduler.
 */
export function pendingGateway(gateway: PooledGateway): pulumi.ResourceTransform {
  const hook = new pulumi.ErrorHook(`${gateway.name}-pending`, async () => {
    await explain(gateway);
    return false;
  });
  return ({ opts, props, type }) => {
    if (type !== 'kubernetes:apps/v1:Deployment') return undefined;
    const hooks = { ...opts.hooks, onError: [...(opts.hooks?.onError ?? []), hook] };
    return { props, opts: { ...opts, hooks, customTimeouts: { create: PATIENCE, update: PATIENCE } } };
  };
}

async function explain(gateway: PooledGateway): Promise<void> {
  try {
    // The library is an ES module, which a CommonJS one can only import so; and only a failure pays for loading it.
    const { CoreV1Api, KubeConfig } = await import('@kubernetes/client-node');
    const config = new KubeConfig();
    config.loadFromString(gateway.kubeconfig);
    const message = pendingMessage(gateway, await gatewayPods(config.makeApiClient(CoreV1Api), gateway.selector));
    if (message !== undefined) await pulumi.log.error(message);
  } catch (error) {
    // The provider's own message stands in any case.
    await pulumi.log.warn(`The pods of ${gateway.title} could not be looked at: ${String(error)}`);
  }
}

/** What to tell of the pods of a gateway that is not up; undefined if none of them waits. */
export function pendingMessage(
  { pool, title }: Pick<PooledGateway, 'pool' | 'title'>,
  pods: readonly GatewayPod[],
): string | undefined {
  const waiting = pods.flatMap(({ name, waits }) =>
    waits === undefined ? [] : [`pod ${name} waits, because ${waits}`],
  );
  if (waiting.length === 0) return undefined;
  return `The ${title}, in node pool ${pool}, is not up: ${waiting.join('. And ')}.`;
}
