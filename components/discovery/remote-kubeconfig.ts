import * as pulumi from '@pulumi/pulumi';

/** What istiod needs to reach an API server. It accepts an inline token, and no exec or file credentials (Istio reference, 3.2). */
export interface RemoteAccess {
  /** https address of the API server. */
  readonly server: string;
  /** The authorities behind it, base64-encoded PEM. */
  readonly certificateAuthority: pulumi.Input<string>;
  /** The name to expect in its certificate, when that is not the address. */
  readonly tlsServerName: string | undefined;
  /** The proxy that leads to it, if one does. */
  readonly proxyUrl: string | undefined;
  /** Whether answers come uncompressed. */
  readonly disableCompression: boolean;
  /** Bearer token. Secret. */
  readonly token: pulumi.Input<string>;
}

/** The kubeconfig in a remote secret, as JSON, which is YAML as well. Everything in it is named after the cluster ID, as istioctl does. */
export function remoteKubeconfig(clusterId: string, access: RemoteAccess): pulumi.Output<string> {
  const { certificateAuthority, disableCompression, proxyUrl, server, tlsServerName, token } = access;
  return pulumi.jsonStringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': clusterId,
    clusters: [
      {
        name: clusterId,
        cluster: {
          server,
          'certificate-authority-data': certificateAuthority,
          ...(tlsServerName === undefined ? {} : { 'tls-server-name': tlsServerName }),
          ...(proxyUrl === undefined ? {} : { 'proxy-url': proxyUrl }),
          ...(disableCompression ? { 'disable-compression': true } : {}),
        },
      },
    ],
    contexts: [{ name: clusterId, context: { cluster: clusterId, user: clusterId } }],
    users: [{ name: clusterId, user: { token } }],
  });
}
