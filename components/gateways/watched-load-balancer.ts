import type { CoreV1Api } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import * as pulumi from '@pulumi/pulumi';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import { rolloutClients } from '../rollout/rollout-clients';

/** How long a load balancer may have no address before `up` tells of it. Clouds take minutes, so it goes on waiting. */
const TOLD_AFTER_MS = 30_000;

/** The Service of a gateway whose load balancer is watched. */
export interface WatchedLoadBalancer {
  /** Name of the gateway's component. */
  readonly name: string;
  /** The gateway, for people, such as `ingress gateway public in cluster east`. */
  readonly title: string;
  /** Name of the Service. */
  readonly service: string;
  /** Secret. */
  readonly kubeconfig: pulumi.Input<string>;
}

/**
 * A transform for the Service of a gateway: while `up` waits for the address of its load balancer, a warning tells after half a minute what the cluster
 * knows about it. The provider waits for ten minutes without a word.
 */
export function watchedLoadBalancer(watched: WatchedLoadBalancer): pulumi.ResourceTransform {
  let timer: NodeJS.Timeout | undefined;
  const end = () => clearTimeout(timer);
  const begin = () => {
    end();
    // It never keeps the program from ending.
    timer = setTimeout(() => void tell(watched), TOLD_AFTER_MS).unref();
  };
  const begins = new pulumi.ResourceHook(`${watched.name}-load-balancer-begins`, begin);
  const ends = new pulumi.ResourceHook(`${watched.name}-load-balancer-ends`, end);
  return ({ opts, props, type }) => {
    const { spec } = props as { readonly spec?: { readonly type?: string } };
    if (type !== 'kubernetes:core/v1:Service' || spec?.type !== 'LoadBalancer') return undefined;
    const hooks = { beforeCreate: [begins], beforeUpdate: [begins], afterCreate: [ends], afterUpdate: [ends] };
    return { props, opts: pulumi.mergeOptions(opts, { hooks }) };
  };
}

async function tell({ kubeconfig, service, title }: WatchedLoadBalancer): Promise<void> {
  const reasons = await rolloutClients({ kubeconfig })
    .then(({ core }) => warnings(core, service))
    .catch(() => []);
  await pulumi.log.warn(pendingMessage(title, reasons));
}

async function warnings(core: CoreV1Api, service: string): Promise<string[]> {
  const fieldSelector = `involvedObject.kind=Service,involvedObject.name=${service},type=Warning`;
  const { items } = await core.listNamespacedEvent({ namespace: SYSTEM_NAMESPACE, fieldSelector });
  return items.map(({ message = '', reason = '' }) => `${reason}: ${message.trim()}`);
}

/** What to say of a load balancer without an address, and of the warnings of its Service. */
export function pendingMessage(title: string, reasons: readonly string[]): string {
  const last = reasons.at(-1);
  return (
    `The load balancer of the ${title} has had no address for half a minute. ` +
    (last === undefined
      ? 'No event of its Service says why: look at the controller that makes load balancers in this cluster (of the cloud, or MetalLB and the like).'
      : `Its Service says: ${last.replace(/\.$/, '')}.`) +
    ' `up` still waits.'
  );
}
