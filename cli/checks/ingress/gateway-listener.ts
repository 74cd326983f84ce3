import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import type { ClusterClient } from '../../kubernetes/cluster-client';
import { openTunnel, type PodPort } from '../../kubernetes/tunnel';

/** A listener of an ingress gateway. */
export interface GatewayListener extends PodPort {
  /** Whether it takes nothing without the PROXY protocol. */
  readonly proxyProtocol: boolean;
}

/** The line by which a load balancer says that it does not know the address of a client (PROXY protocol, version 1). */
const UNKNOWN_CLIENT = 'PROXY UNKNOWN\r\n';

/** Opens a connection to a listener of a gateway. */
export async function openListener(client: ClusterClient, target: GatewayListener): Promise<Duplex> {
  const tunnel = await openTunnel(client, target);
  if (target.proxyProtocol) tunnel.write(UNKNOWN_CLIENT);
  return tunnel;
}

/**
 * Opens a TLS connection to a listener of a gateway, and asks for a host by SNI. Any certificate is taken: which one it is, is what verify wants to
 * know. The connection carries nothing that has to be kept from the server.
 */
export async function openListenerTls(
  client: ClusterClient,
  target: GatewayListener,
  servername: string,
): Promise<TLSSocket> {
  const tunnel = await openListener(client, target);
  return new Promise((resolve, reject) => {
    const socket = connect({ socket: tunnel, servername, rejectUnauthorized: false });
    socket.once('secureConnect', () => resolve(socket));
    // Later errors belong to the request that uses the connection.
    socket.on('error', (error: Error) => reject(error));
    // A server that has nothing for the host ends the connection without a word.
    socket.once('close', () => reject(new Error('the gateway closed the connection during the TLS handshake')));
  });
}
