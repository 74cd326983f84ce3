import { explain } from '../errors';
import { clusterClient, type ClusterClient } from '../kubernetes/cluster-client';
import { orAborted } from '../kubernetes/until';
import { type ObjectReference, written } from './object-reference';

/** An object as its cluster has it, as far as recovery looks at it. */
export interface LiveObject {
  readonly annotations: Readonly<Record<string, string>>;
  /** Whether it is being deleted. */
  readonly ending: boolean;
}

/** A cluster gets this long for the first answer, and for each further one. */
const ANSWER_MS = 20_000;
/** More requests at a time would wait for each other in the API server. */
const AT_A_TIME = 16;

/** The objects of a stack in its clusters. */
export class LiveObjects {
  private readonly clients = new Map<string, ClusterClient>();
  /** Why a cluster does not answer, by cluster. */
  readonly silent = new Map<string, string>();

  /** Opens clusters, and asks each whether it answers. */
  static async of(kubeconfigs: Readonly<Record<string, string>>): Promise<LiveObjects> {
    const objects = new LiveObjects();
    await Promise.all(
      Object.entries(kubeconfigs).map(async ([cluster, kubeconfig]) => {
        try {
          const client = await clusterClient(kubeconfig);
          await orAborted(client.core.readNamespace({ name: 'default' }), AbortSignal.timeout(ANSWER_MS));
          objects.clients.set(cluster, client);
        } catch (error) {
          objects.silent.set(cluster, explain(error));
        }
      }),
    );
    return objects;
  }

  /** The objects that exist, by how they are written. Objects in clusters that do not answer are left out. */
  async existing(references: readonly ObjectReference[]): Promise<Map<string, LiveObject>> {
    const found = new Map<string, LiveObject>();
    const waiting = [...new Map(references.map((reference) => [written(reference), reference]))];
    const worker = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [key, reference] = next;
        const object = await this.read(reference);
        if (object !== undefined) found.set(key, object);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    return found;
  }

  private async read({ apiVersion, cluster, kind, name, namespace }: ObjectReference): Promise<LiveObject | undefined> {
    const client = this.clients.get(cluster);
    if (client === undefined || this.silent.has(cluster)) return undefined;
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    try {
      const request = client.objects.read({ apiVersion, kind, metadata });
      const { metadata: live } = await orAborted(request, AbortSignal.timeout(ANSWER_MS));
      return { annotations: live?.annotations ?? {}, ending: live?.deletionTimestamp !== undefined };
    } catch (error) {
      if (!isMissing(error)) this.silent.set(cluster, explain(error));
      return undefined;
    }
  }
}

/** Whether the cluster lacks the object, or its kind: the library has words of its own for a kind that it is not told of. */
function isMissing(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === 404 || (typeof message === 'string' && message.startsWith('Unrecognized API version and kind'));
}
