import { TunnelHttp } from '../tunnel-http';
import type { ClusterClient } from './cluster-client';
import { openTunnel, type PodPort } from './tunnel';

/** Has HTTP talked to a port of a pod, and closes the connection after it. */
export async function usingPod<T>(
  client: ClusterClient,
  target: PodPort,
  talk: (pod: TunnelHttp) => Promise<T>,
): Promise<T> {
  const pod = podHttp(client, target);
  try {
    return await talk(pod);
  } finally {
    pod.close();
  }
}

/** HTTP to a port of a pod. */
export function podHttp(client: ClusterClient, target: PodPort): TunnelHttp {
  return new TunnelHttp(() => openTunnel(client, target), `${target.pod}:${target.port}`);
}
