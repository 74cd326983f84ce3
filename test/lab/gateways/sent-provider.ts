import { join } from 'node:path';
import { typescript } from '../../../lab/namespace/enter';
import type { Lab } from '../../../lab/lab';
import type { SecretRequest, SentProvider } from './sds-client';

const NAMESPACE = 'istio-system';

/** The HTTPS server of a gateway whose certificate is asked for. */
export interface AskedServer {
  readonly cluster: string;
  /** Name of the gateway's Service, its service account and its Deployment. */
  readonly gateway: string;
  /** Name of the Secret with the certificate. */
  readonly secret: string;
}

/**
 * The provider of private keys in the certificate that istiod sends to a gateway. It is asked by the identity of the gateway's service account and with
 * what the gateway's own proxy says of itself: a proxy without the extension drops the certificate, and istiod's debug interface then shows nothing.
 */
export async function sentProvider(lab: Lab, { cluster, gateway, secret }: AskedServer): Promise<SentProvider> {
  const kubectl = (...command: string[]) => lab.kubectl(cluster, '--namespace', NAMESPACE, ...command);
  const [address, token, root, bootstrap] = await Promise.all([
    kubectl('get', 'service/istiod', '--output=jsonpath={.spec.clusterIP}'),
    kubectl('create', 'token', gateway, '--audience=istio-ca'),
    kubectl('get', 'configmap/istio-ca-root-cert', '--output=jsonpath={.data.root-cert\\.pem}'),
    kubectl('exec', `deployment/${gateway}`, '--', 'cat', '/etc/istio/proxy/envoy-rev.json'),
  ]);
  const { node } = JSON.parse(bootstrap) as Pick<SecretRequest, 'node'>;
  const request: SecretRequest = { istiod: `${address}:15012`, root, token: token.trim(), node, secret };
  const client = typescript(join(__dirname, 'sds-client.ts'));
  const answer = await lab.run(['nsenter', `--net=/run/netns/${cluster}`, '--', ...client], {
    input: JSON.stringify(request),
  });
  return JSON.parse(answer) as SentProvider;
}
