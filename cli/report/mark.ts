import type { Status } from '../checks/check';

const MARKS: Readonly<Record<Status, string>> = { pass: '✓', warn: '!', fail: '✗', skip: '–' };

/** The sign before a line of the report: how its result was judged. */
export function mark(status: Status): string {
  return MARKS[status];
}
