import type { Status } from '../check';

/** The end of a certificate, judged by the time that is left. */
export interface Ending {
  /** When the certificate ends, RFC 3339. */
  readonly expires: string;
  readonly status: Extract<Status, 'pass' | 'warn' | 'fail'>;
  readonly problems: readonly string[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Judges a certificate: one that has ended fails, and `due` says from how many days before its end on there is a warning, and which. */
export function judgeEnding(
  expires: string,
  now: Date,
  due: { readonly days: number; readonly problem: string },
): Ending {
  const left = Date.parse(expires) - now.getTime();
  if (left <= 0) return { expires, status: 'fail', problems: ['it has ended'] };
  if (left < due.days * DAY_MS) return { expires, status: 'warn', problems: [due.problem] };
  return { expires, status: 'pass', problems: [] };
}
