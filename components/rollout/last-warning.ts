import type { CoreV1Api, CoreV1Event } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };

/** An object that events are about. */
export interface WarnedObject {
  /** Its kind, such as `Service`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** A warning of a cluster. */
export interface Warning {
  /** In one word, such as `SyncLoadBalancerFailed`. */
  readonly reason: string;
  /** For people. */
  readonly message: string;
}

/** The last warning that a cluster has about an object; undefined if it has none. */
export async function lastWarning(
  core: CoreV1Api,
  { kind, name, namespace }: WarnedObject,
): Promise<Warning | undefined> {
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name},type=Warning`;
  const { items } = await core.listNamespacedEvent({ namespace, fieldSelector });
  const [last] = [...items].sort((one, other) => seenAt(other) - seenAt(one));
  return last === undefined ? undefined : { reason: last.reason ?? '', message: (last.message ?? '').trim() };
}

/**
 * When an event was seen last, in milliseconds. Its writers use one of two interfaces for events, which fill other fields. The client library leaves times
 * of one of them as texts, whatever its types say.
 */
function seenAt({ eventTime, lastTimestamp, series }: CoreV1Event): number {
  const times = [series?.lastObservedTime, lastTimestamp, eventTime];
  return Math.max(...times.map((time) => (time ? new Date(time).getTime() : 0)));
}
