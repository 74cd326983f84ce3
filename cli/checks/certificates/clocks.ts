import { shownSpan } from './shown-span';

/**
 * How much the clocks of a mesh may differ, in seconds. Istio's authorities make certificates that are valid from two minutes before: a proxy whose clock is
 * further behind refuses the newest of them (`ClockSkewGracePeriod`,
 * https://github.com/istio/istio/blob/1.31.1/security/pkg/pki/util/generate_cert.go).
 */
export const GRACE_SECONDS = 120;

/** How much is told of, though nothing fails yet. Clocks that are kept in time (NTP) differ by less than a second. */
const TOLD_SECONDS = GRACE_SECONDS / 2;

/** A clock that was read: of a cluster's API server, of a machine, or of the machine that verify runs on. */
export interface ReadClock {
  readonly kind: 'cluster' | 'machine' | 'here';
  /** The cluster or machine; null for the machine that verify runs on. */
  readonly place: string | null;
  /** How far it is ahead of the clock of the machine that verify runs on, in seconds; or why that is not known. */
  readonly reading: number | { readonly problem: string };
}

/** A clock, judged. */
export interface ClockResult {
  readonly mesh: string;
  readonly kind: ReadClock['kind'];
  readonly place: string | null;
  /** How far it is ahead of the clock of the machine that verify runs on, in seconds; null if that is not known. */
  readonly aheadSeconds: number | null;
  readonly status: 'pass' | 'warn' | 'fail';
  readonly problems: readonly string[];
}

/** The name of a clock, for people. */
export function clockOf({ kind, place }: Pick<ReadClock, 'kind' | 'place'>): string {
  return kind === 'here' ? 'the clock of this machine' : `the clock of ${kind} ${place ?? ''}`;
}

/** Judges the clocks of a mesh by the one in their middle: most clocks are right, so it is. */
export function judgeClocks(mesh: string, clocks: readonly ReadClock[]): ClockResult[] {
  const known = clocks.flatMap(({ reading, ...clock }) => (typeof reading === 'number' ? [{ ...clock, reading }] : []));
  const middle = middleOf(known);
  return clocks.map(({ kind, place, reading }) => {
    const clock = { mesh, kind, place };
    if (typeof reading !== 'number')
      return { ...clock, aheadSeconds: null, status: 'fail', problems: [`it could not be read: ${reading.problem}`] };
    const aheadSeconds = Math.round(reading * 10) / 10;
    const shift = middle === undefined ? 0 : reading - middle.reading;
    if (middle === undefined || Math.abs(shift) <= TOLD_SECONDS)
      return { ...clock, aheadSeconds, status: 'pass', problems: [] };
    // This machine need not be the one that runs `up`, and no proxy runs on it.
    const status = kind === 'here' || Math.abs(shift) <= GRACE_SECONDS ? 'warn' : 'fail';
    const off = `it is ${shownSpan(Math.abs(shift))} ${shift > 0 ? 'ahead of' : 'behind'} ${clockOf(middle)}`;
    return { ...clock, aheadSeconds, status, problems: [`${off}: ${consequence(kind, shift)}`] };
  });
}

/** The one in the middle of sorted clocks. Where a single place and this machine are all, that place: its own clock makes and checks its certificates. */
function middleOf<C extends { readonly kind: ReadClock['kind']; readonly reading: number }>(
  clocks: readonly C[],
): C | undefined {
  const places = clocks.filter(({ kind }) => kind !== 'here');
  const judges = places.length === 1 ? places : clocks;
  return [...judges].sort((one, other) => one.reading - other.reading)[Math.floor((judges.length - 1) / 2)];
}

function consequence(kind: ReadClock['kind'], shift: number): string {
  if (kind === 'here')
    return shift > 0
      ? 'certificates that `pulumi up` makes here are not valid there yet'
      : 'what is told here of the ends of certificates comes too late';
  const late = Math.abs(shift) - GRACE_SECONDS;
  const grace = `a certificate is valid from ${GRACE_SECONDS} s before it is made`;
  if (late <= 0) return `${grace}, and more than half of that is used up`;
  return shift > 0
    ? `${grace}, so others refuse certificates that are made there for their first ${shownSpan(late)}`
    : `${grace}, so proxies there refuse certificates from elsewhere for their first ${shownSpan(late)}`;
}
