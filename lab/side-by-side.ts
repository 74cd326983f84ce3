import { LabError } from './error';

/**
 * Waits until all of several starts have ended, even if one of them fails: the log of each is worth having.
 *
 * @throws the only error, or a LabError with the messages of several.
 */
export async function sideBySide(starts: readonly Promise<void>[]): Promise<void> {
  const failures = (await Promise.allSettled(starts)).flatMap((start) =>
    start.status === 'rejected' ? [start.reason as Error] : [],
  );
  const [first] = failures;
  if (first !== undefined) {
    throw failures.length === 1 ? first : new LabError(failures.map(({ message }) => message).join('\n'));
  }
}
