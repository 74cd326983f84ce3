import { eventually } from '../../../cli/eventually';
import { readVisit, type Visit, visitPath } from '../../../cli/answers/netexec';
import type { Lab } from '../../../lab/lab';
import { applyObjects } from '../apply';
import { askNetexec, netexecPod, netexecService } from '../netexec-pod';

const NAMESPACE = 'shop';
const CLIENT = 'client';
const LONGEST_WAIT = 180_000;

/** Makes the namespace of the services; in a mesh, the pods in it get sidecars. */
export async function openNamespace(
  lab: Lab,
  cluster: string,
  { inMesh }: { readonly inMesh: boolean },
): Promise<void> {
  await applyObjects(lab, cluster, [namespaceOf(inMesh)]);
}

/** Puts a client into the namespace of the services. */
export async function addClient(lab: Lab, cluster: string): Promise<void> {
  await applyObjects(lab, cluster, await clientPod(lab));
  await untilReady(lab, cluster);
}

/** Makes a shop within a mesh: pods with sidecars, a client among them, and a Service for each service that runs in the cluster. */
export async function openShop(lab: Lab, cluster: string, services: readonly string[]): Promise<void> {
  await applyObjects(lab, cluster, [
    namespaceOf(true),
    ...services.map((name) => netexecService({ name, namespace: NAMESPACE })),
    ...(await Promise.all(services.map((name) => netexecPod(lab, { name, namespace: NAMESPACE })))).flat(),
    ...(await clientPod(lab)),
  ]);
  await untilReady(lab, cluster);
}

/** Begins the removal of a shop: of its namespace with everything in it. */
export async function closeShop(lab: Lab, cluster: string): Promise<void> {
  await lab.kubectl(cluster, 'delete', 'namespace', NAMESPACE, '--wait=false');
}

/** Waits until the namespace of a removed shop is gone, so that another shop can be made. */
export async function untilClosed(lab: Lab, cluster: string): Promise<void> {
  await lab.kubectl(cluster, 'wait', '--for=delete', `namespace/${NAMESPACE}`, '--timeout=10m');
}

/** Has the client of a cluster ask a host for its name until the outcome is as wanted, since proxies take a moment to learn; yields the last outcome. */
export function visitUntil(lab: Lab, cluster: string, host: string, wanted: (visit: Visit) => boolean): Promise<Visit> {
  return eventually(() => visit(lab, cluster, host, 80), wanted, AbortSignal.timeout(LONGEST_WAIT));
}

/** Has the client of a cluster ask the server at a host name or address for its name, once. */
export async function visit(lab: Lab, cluster: string, host: string, port: number): Promise<Visit> {
  const path = visitPath(`http://${host}:${port}/hostname`);
  const { body, status } = await askNetexec(lab, { cluster, namespace: NAMESPACE, pod: CLIENT }, path);
  return readVisit(status, body);
}

/** A field of the pod of an app, as a JSONPath. */
export async function podOf(lab: Lab, cluster: string, app: string, path: string): Promise<string> {
  return lab.kubectl(
    cluster,
    ...['-n', NAMESPACE, 'get', 'pods', '-l', `app=${app}`],
    `--output=jsonpath={.items[0]${path.slice(1)}`,
  );
}

function namespaceOf(inMesh: boolean): object {
  const labels = inMesh ? { 'istio-injection': 'enabled' } : {};
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } };
}

function clientPod(lab: Lab): Promise<object[]> {
  return netexecPod(lab, { name: CLIENT, namespace: NAMESPACE, asked: true });
}

async function untilReady(lab: Lab, cluster: string): Promise<void> {
  await lab.kubectl(cluster, '-n', NAMESPACE, 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=10m');
}
