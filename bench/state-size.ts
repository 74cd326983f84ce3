import type { Written } from './checkpoints';

/** The size of a stack's state, and of its writes. */
export interface StateSize extends Written {
  /** The state itself after `up`, as JSON without white space, in bytes. */
  readonly state: number;
}

/** That as a line for people. */
export function stateLine({ bytes, state, writes }: StateSize): string {
  const megabytes = (size: number) => `${(size / 1e6).toFixed(1)} MB`;
  return `  the state is ${megabytes(state)} of JSON, and up wrote it ${writes} times, ${megabytes(bytes)} in all`;
}
