import { Duplex, PassThrough } from 'node:stream';
import { asSocket } from '../tunnel-http';
import type { ClusterClient } from './cluster-client';

/** A port of a pod, seen from inside the pod: a server that listens on the pod's loopback only is reached too. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** The part of the WebSocket that is used here; the library's own type needs types that it does not bring along. */
interface ForwardSocket {
  onclose: (() => void) | null;
  close(): void;
}

/**
 * Opens one connection to a port of a pod through the API server. It listens nowhere on this machine, because Envoy's admin port and
 * istiod's debug port ask for no credentials.
 */
export async function openTunnel({ forward }: ClusterClient, { namespace, pod, port }: PodPort): Promise<Duplex> {
  const toPod = new PassThrough();
  const fromPod = new PassThrough();
  const errors = new PassThrough();
  const opened: unknown = await forward
    .portForward(namespace, pod, [port], fromPod, errors, toPod)
    .catch((error: unknown) => {
      throw new Error(`port-forward to ${pod}:${port} was refused: ${upgradeFailure(error)}`);
    });
  const socket = opened as ForwardSocket;
  const tunnel = Duplex.from({ readable: fromPod, writable: toPod });
  socket.onclose = () => fromPod.end();
  errors.on('data', (text: Buffer) => tunnel.destroy(new Error(text.toString().trim())));
  tunnel.on('close', () => socket.close());
  // While a request uses the tunnel, node:http listens too and fails that request. At other times the end of the connection does not matter.
  tunnel.on('error', () => undefined);
  return asSocket(tunnel);
}

/** The WebSocket library reports an ErrorEvent, not an Error. */
function upgradeFailure(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : 'no explanation';
}
