import { X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { GATEWAY_PORTS } from '../../../model/names/east-west-gateway';
import { istiodHost } from '../../../model/names/istiod';
import { SYSTEM_NAMESPACE } from '../../../model/names/system-namespace';
import { eventually } from '../../eventually';
import type { ClusterClient } from '../../kubernetes/cluster-client';
import { openTunnel } from '../../kubernetes/tunnel';
import { orAborted } from '../../kubernetes/until';
import type { ClusterPlace } from '../../workloads/cluster-place';
import { istiodPods } from '../istiods/debug-interface';

/** The authorities that the istiods of a cluster sign with, asked for until one says so; undefined if none does before the signal says stop. */
export async function authoritiesOf(
  { client, subject }: ClusterPlace,
  signal: AbortSignal,
): Promise<X509Certificate[] | undefined> {
  // All revisions sign with the intermediate of the cluster.
  const [revision] = subject.revisions;
  const ask = async () => {
    try {
      const [pod = ''] = await istiodPods(client, revision, signal);
      return await signingAuthorities(client, { namespace: SYSTEM_NAMESPACE, pod, revision }, signal);
    } catch {
      // Told by each certificate that is held against it.
      return undefined;
    }
  };
  return eventually(ask, (authorities) => authorities !== undefined, signal);
}

/**
 * The authorities behind the certificate that an istiod itself presents. It signs that one as it signs those of workloads, so this
 * tells which intermediate it signs with, without reading a Secret that also holds the key.
 */
async function signingAuthorities(
  client: ClusterClient,
  { namespace, pod, revision }: { namespace: string; pod: string; revision: string },
  signal: AbortSignal,
): Promise<X509Certificate[]> {
  const tunnel = await orAborted(openTunnel(client, { namespace, pod, port: GATEWAY_PORTS.istiod }), signal);
  try {
    return await orAborted(
      new Promise<X509Certificate[]>((resolve, reject) => {
        const socket = connect({
          socket: tunnel,
          servername: istiodHost(revision),
          ALPNProtocols: ['h2'],
          // The chain is looked at, not relied on.
          rejectUnauthorized: false,
        });
        socket.on('error', reject);
        socket.on('secureConnect', () => {
          resolve(issuersOf(socket.getPeerCertificate(true)));
          socket.destroy();
        });
      }),
      signal,
    );
  } finally {
    tunnel.destroy();
  }
}

/** Self-signed certificates are their own issuer; a chain may also just end, whatever the type says. */
function issuersOf(certificate: Partial<DetailedPeerCertificate>): X509Certificate[] {
  const { fingerprint256, issuerCertificate: issuer } = certificate;
  if (issuer === undefined || issuer.fingerprint256 === fingerprint256) return [];
  return [new X509Certificate(issuer.raw), ...issuersOf(issuer)];
}
