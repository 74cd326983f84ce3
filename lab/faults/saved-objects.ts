import type { FaultTarget } from './fault';

/** An object of Kubernetes, as it is kept. */
interface KeptObject {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Deletes an object after keeping it. Does nothing if it is gone: then it was kept before. */
export async function takeAway(target: FaultTarget, kind: string, name: string, namespace?: string): Promise<void> {
  const place = namespace === undefined ? [] : ['--namespace', namespace];
  const found = await target.kubectl(['get', kind, name, ...place, '--ignore-not-found', '--output=json']);
  if (found.trim() === '') return;
  await target.save(`${kind}-${name}`, withoutIdentity(JSON.parse(found) as KeptObject));
  await target.kubectl(['delete', kind, name, ...place, '--wait']);
}

/** Makes an object again that was taken away, unless somebody else did. */
export async function bringBack(target: FaultTarget, kind: string, name: string, namespace?: string): Promise<void> {
  const kept = await target.saved<KeptObject>(`${kind}-${name}`);
  const place = namespace === undefined ? [] : ['--namespace', namespace];
  const found = await target.kubectl(['get', kind, name, ...place, '--ignore-not-found', '--output=name']);
  if (kept === undefined || found.trim() !== '') return;
  await target.kubectl(['create', '--filename=-'], JSON.stringify(kept));
}

/** The server gives these anew. Who manages which field stays, so that the engine finds its own object. */
function withoutIdentity({ metadata, ...rest }: KeptObject): KeptObject {
  const kept = Object.entries(metadata).filter(
    ([key]) => !['creationTimestamp', 'resourceVersion', 'uid'].includes(key),
  );
  return { ...rest, metadata: Object.fromEntries(kept) };
}
