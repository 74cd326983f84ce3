/** An error that its reader can do something about: shown without a stack trace. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/** What to tell people about an error: its message if they can act on it, everything if it is ours. */
export function describeError(error: unknown): string {
  if (error instanceof LabError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
