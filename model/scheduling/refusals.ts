import { CNI_PODS_COMMAND } from '../names/cni';
import { SYSTEM_NAMESPACE } from '../names/system-namespace';

/** What to look at where an API server refuses an object, by its words. */
const PLACES: readonly (readonly [RegExp, (namespace: string) => string])[] = [
  [/exceeded quota/, (namespace) => `\`kubectl -n ${namespace} describe resourcequotas\``],
  [
    /failed calling webhook.*x509/,
    () =>
      'the caBundle in `kubectl get mutatingwebhookconfigurations -o yaml`, and the rights of istiod, which writes it',
  ],
  [
    /failed calling webhook/,
    () =>
      `the webhook's server (\`kubectl -n ${SYSTEM_NAMESPACE} get pods,endpointslices\`), and firewalls between it and the API server`,
  ],
  [
    /etcdserver: mvcc: database space exceeded/,
    () =>
      'the disk space of its etcd: until somebody frees some and lowers the alarm (`etcdctl alarm disarm`), the cluster can be read and not changed',
  ],
  [/plugin type="istio-cni"/, () => `Istio's CNI agent on that node (\`${CNI_PODS_COMMAND}\`)`],
  [/violates PodSecurity/, (namespace) => `the labels of the namespace ${namespace}`],
];

/** Says where to look for the reason of a refusal, as a sentence to be added; empty where nothing is known. */
export function lookFor(refusal: string, namespace: string): string {
  const place = PLACES.find(([pattern]) => pattern.test(refusal))?.[1];
  return place === undefined ? '' : `. Look at ${place(namespace)}`;
}
