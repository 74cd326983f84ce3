import { setTimeout as pause } from 'node:timers/promises';
import * as pulumi from '@pulumi/pulumi';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import { lastWarning, type Warning } from '../rollout/last-warning';
import { rolloutClients } from '../rollout/rollout-clients';

/** How long a load balancer may have no address before `up` tells of it. Clouds take minutes, so it goes on waiting. */
const TOLD_AFTER_MS = 30_000;

/** How often the cluster is asked again: a refusal of the cloud may come later. */
const AGAIN_MS = 10_000;

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
 * knows about it, and another one whatever it says later. The provider waits for ten minutes without a word.
 */
export function watchedLoadBalancer(watched: WatchedLoadBalancer): pulumi.ResourceTransform {
  let waiting = new AbortController();
  const end = () => waiting.abort();
  const begin = () => {
    end();
    waiting = new AbortController();
    void tell(watched, waiting.signal).catch(() => undefined);
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

/** Rejects as soon as the signal ends it. It never keeps the program from ending. */
async function tell({ kubeconfig, service, title }: WatchedLoadBalancer, signal: AbortSignal): Promise<void> {
  await pause(TOLD_AFTER_MS, undefined, { signal, ref: false });
  const { core } = await rolloutClients({ kubeconfig }, signal);
  const object = { kind: 'Service', name: service, namespace: SYSTEM_NAMESPACE };
  // The words of a warning can hold a number that changes with each try, so its reason tells whether it is another one.
  let told: string | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const warning = await lastWarning(core, object).catch(() => undefined);
    signal.throwIfAborted();
    const isNews = warning !== undefined && warning.reason !== told;
    if (isFirst || isNews) await pulumi.log.warn(pendingMessage(title, warning, isFirst ? 'first' : 'later'));
    told = warning?.reason ?? told;
    await pause(AGAIN_MS, undefined, { signal, ref: false });
  }
}

/**
 * What to say of a load balancer without an address.
 *
 * @param warning The last one of its Service; undefined if there is none.
 * @param moment Whether it was told of before.
 */
export function pendingMessage(title: string, warning: Warning | undefined, moment: 'first' | 'later'): string {
  return (
    `The load balancer of the ${title} has ${moment === 'first' ? 'had no address for half a minute' : 'no address yet'}. ` +
    (warning === undefined
      ? 'No event of its Service says why: look at the controller that makes load balancers in this cluster (of the cloud, or MetalLB and the like).'
      : `Its Service says: ${warning.reason}: ${warning.message.replace(/\.$/, '')}.`) +
    ' `up` still waits.'
  );
}
