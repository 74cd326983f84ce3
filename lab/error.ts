/** An error that its reader can act on. It is shown without a stack trace. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/** An error as people see it: its message if they can act on it, else all of it with its stack trace. */
export function describeError(error: unknown): string {
  if (error instanceof LabError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
