/** A span of time for people: `45 s`, `8 min`, `10 min 5 s`, `26 h`. Hours are rounded. */
export function shownSpan(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole >= 7200) return `${Math.round(whole / 3600)} h`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}
