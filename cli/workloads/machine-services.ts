import { labelSelectorOf } from '../../model/names/label-selector';
import type { ClusterClient } from '../kubernetes/cluster-client';
import { orAborted } from '../kubernetes/until';
import type { MachineService } from './machine-service';
import { MANAGED_BY } from './names';

const KINDS = ['ServiceEntry', 'DestinationRule'] as const;

/** Makes what leads to the server on a machine. */
export async function createMachineService(
  { objects }: ClusterClient,
  service: MachineService,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(service.map((object) => orAborted(objects.create(object), signal)));
}

/** Removes what verify made in the namespace of a group, as far as it has one of the names or is of no machine that is verified now. */
export async function removeMachineServices(
  { objects }: ClusterClient,
  namespace: string,
  isWanted: (name: string) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const removals = KINDS.map(async (kind) => {
    const { items } = await orAborted(
      objects.list(
        'networking.istio.io/v1',
        kind,
        namespace,
        undefined,
        undefined,
        undefined,
        undefined,
        labelSelectorOf(MANAGED_BY),
      ),
      signal,
    );
    const ours = items.filter(({ metadata }) => isWanted(metadata?.name ?? ''));
    await Promise.all(
      ours.map((object) => removeObject(objects, { ...object, apiVersion: 'networking.istio.io/v1', kind }, signal)),
    );
  });
  await Promise.all(removals);
}

async function removeObject(
  objects: ClusterClient['objects'],
  object: Parameters<ClusterClient['objects']['delete']>[0],
  signal: AbortSignal,
): Promise<void> {
  try {
    await orAborted(objects.delete(object), signal);
  } catch (error) {
    // Another place of the run removed it.
    if ((error as { code?: number }).code !== 404) throw error;
  }
}
