/**
 * Waits for work that goes on side by side, for all of it even if one part fails: a part that went on would disturb the tests after it.
 *
 * @throws the error of the part that failed; an AggregateError if several did.
 */
export async function sideBySide<T extends readonly unknown[]>(
  ...work: { readonly [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  const outcomes: readonly PromiseSettledResult<unknown>[] = await Promise.allSettled(work);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join('\n\n'));
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
