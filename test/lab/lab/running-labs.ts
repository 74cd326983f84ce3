import type { Lab } from '../../../lab/lab';

const running = new Set<Lab>();

/** The labs that tests have and did not remove yet. */
export const runningLabs: ReadonlySet<Lab> = running;

/** Counts a lab among those that tests have. */
export function labBegins(lab: Lab): void {
  running.add(lab);
}

/** Counts it no more. */
export function labEnds(lab: Lab): void {
  running.delete(lab);
}
