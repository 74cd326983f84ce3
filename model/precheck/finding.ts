import type { ClusterPlan } from '../plan/cluster-plan';
import { STACK_ANNOTATION } from '../names/object-mark';
import { type FoundObject, type Inventory, titleOf } from './found-object';
import { ownerOf } from './owner';

/** Something in a cluster that a deployment would run into. */
export interface Finding {
  readonly cluster: string;
  /** `fail`: a deployment would fail, or break traffic. `warn`: it goes on beside it. */
  readonly status: 'fail' | 'warn';
  /** The object, for people. */
  readonly object: string;
  /** Who made it, for people. */
  readonly owner: string;
  readonly problem: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A cluster before a deployment. */
export interface Surveyed {
  readonly cluster: ClusterPlan;
  readonly inventory: Inventory;
  /** Inputs of the objects in the stack's state, by the UID of the object. */
  readonly own: ReadonlyMap<string, unknown>;
  /** Name of the stack, as `PROJECT/STACK`, with or without the organization before it. */
  readonly stack: string;
}

/** A finding about an object. */
export function finding(
  { cluster }: Pick<Surveyed, 'cluster'>,
  object: FoundObject,
  about: Pick<Finding, 'status' | 'problem' | 'fix'>,
): Finding {
  return { cluster: cluster.name, object: titleOf(object), owner: ownerOf(object), ...about };
}

/** The objects of a list that are not the stack's: neither in its state nor marked with its name, as a run that was killed leaves them. */
export function foreign<T extends FoundObject>(
  { own, stack }: Pick<Surveyed, 'own' | 'stack'>,
  list: readonly T[] | undefined,
): T[] {
  return (list ?? []).filter(({ metadata }) => {
    const mark = metadata.annotations?.[STACK_ANNOTATION];
    const isMarked = mark !== undefined && (mark === stack || mark.endsWith(`/${stack}`));
    return !isMarked && !own.has(metadata.uid ?? '');
  });
}
