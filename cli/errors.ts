/** The reason why a command could do nothing, in words for the user. It is shown without a stack trace. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** A command line that makes no sense. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}

/** The user, or the system, asked a command to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly signal: 'SIGINT' | 'SIGTERM') {
    super(`Interrupted by ${signal}.`);
  }
}

/** One line that says what went wrong. Never the body of a request or response header, which may hold credentials. */
export function explain(error: unknown): string {
  const { body, code, message } = (error ?? {}) as { body?: unknown; code?: unknown; message?: unknown };
  if (typeof code === 'number') return `HTTP ${code}: ${statusMessage(body) ?? 'no explanation'}`;
  const text =
    typeof message === 'string' && message !== '' ? message : typeof code === 'string' ? code : String(error);
  return text.split('\n')[0] ?? text;
}

/** The message of the Status object with which an API server explains a refusal. */
function statusMessage(body: unknown): string | undefined {
  const status = typeof body === 'string' ? parsed(body) : body;
  if (typeof status !== 'object' || status === null || !('message' in status)) return undefined;
  return typeof status.message === 'string' ? status.message : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
