import type { Status } from '../checks/check';

const MARKS: Readonly<Record<Status, string>> = { pass: '✓', warn: '!', fail: '✗', skip: '–' };

/** The sign before a line of the report, by the status of its result. */
export function mark(status: Status): string {
  return MARKS[status];
}
