const SHORTEST_MS = 50;
const LONGEST_MS = 1000;

/**
 * Tries something until the outcome is as wanted or the signal aborts, with pauses that grow from 50 ms to a second. It returns the last outcome that
 * the signal did not interrupt. For changes that take effect with a delay and cannot be watched, such as the config of a proxy.
 */
export async function eventually<T>(
  attempt: () => Promise<T>,
  wanted: (outcome: T) => boolean,
  signal: AbortSignal,
): Promise<T> {
  let before: T | undefined;
  for (let pause = SHORTEST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
    const outcome = await attempt();
    if (wanted(outcome)) return outcome;
    // An interrupted attempt tells less than the one before it.
    if (signal.aborted) return before ?? outcome;
    before = outcome;
    await pauseFor(pause, signal);
  }
}

/** Lets time pass, but not beyond the signal. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
