import { LabError } from './error';

/**
 * Waits for work that goes on side by side, for all of it even if one part fails: the log of each part is worth having, and a part
 * that went on would disturb what comes after.
 *
 * @returns the results of the parts, in their order.
 * @throws the only error, or a LabError with the messages of several.
 */
export async function sideBySide<T extends readonly unknown[]>(
  ...work: { readonly [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  const outcomes: readonly PromiseSettledResult<unknown>[] = await Promise.allSettled(work);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1)
    throw new LabError(
      failures.map((failure) => (failure instanceof Error ? failure.message : String(failure))).join('\n\n'),
    );
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
