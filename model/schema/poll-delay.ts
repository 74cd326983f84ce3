const MILLISECONDS: Readonly<Partial<Record<string, number>>> = { us: 0.001, ms: 1, s: 1000 };

/** A time such as `2ms` in milliseconds; NaN for another text. */
export function milliseconds(time: string): number {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(us|ms|s)$/.exec(time) ?? [];
  return Number(count ?? NaN) * (MILLISECONDS[unit] ?? NaN);
}
