import { type ProxyCertificates, proxyCertificates, SECRETS_PATH } from '../../cli/answers/envoy';
import type { Lab } from '../../lab/lab';
import type { NetexecAddress } from './netexec-pod';

/** A page of the admin interface of a pod's proxy. */
export function askPodProxy(lab: Lab, { cluster, namespace, pod }: NetexecAddress, page: string): Promise<string> {
  const ask = ['pilot-agent', 'request', 'GET', page];
  return lab.kubectl(cluster, '-n', namespace, 'exec', pod, '-c', 'istio-proxy', '--', ...ask);
}

/** The certificate that the proxy of a pod presents, and the roots that it trusts. */
export async function certificatesOfPod(lab: Lab, address: NetexecAddress): Promise<ProxyCertificates> {
  return proxyCertificates(await askPodProxy(lab, address, SECRETS_PATH.slice(1)));
}
