/** A long-running program of a cluster. */
export interface Program {
  /** Name of the process, of its log, and of the executable unless `executable` says another. */
  readonly name: string;
  readonly executable?: string;
  readonly args: readonly string[];
  /** Laid over the environment that all programs get. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Turns flags into arguments: `{ 'bind-address': '10.0.1.1' }` into `--bind-address=10.0.1.1`. */
export function flags(values: Readonly<Record<string, string | number | boolean>>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${String(value)}`);
}
