/** Factors of Kubernetes' suffixes (its documentation, "Quantity"). */
const FACTORS: Readonly<Partial<Record<string, number>>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity of Kubernetes, such as `500m` or `4Gi`, as a number. NaN for a text that is none. */
export function quantity(text: string): number {
  const [, number = '', suffix = ''] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  return number === '' ? NaN : Number(number) * (FACTORS[suffix] ?? NaN);
}

/** A number as a quantity of a resource that people can read. */
export function shownQuantity(resource: string, value: number): string {
  if (resource !== 'memory') return String(Math.round(value * 1000) / 1000);
  return `${Math.round(value / 2 ** 20)}Mi`;
}
