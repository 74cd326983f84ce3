const ANY = '*';

/** Whether a host of a gateway stands for every name that another one stands for: `*.example` does for `a.example` and for `*.a.example`. */
export function includes(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === ANY) return true;
  return wide.startsWith('*.') && narrow.endsWith(wide.slice(1)) && narrow !== ANY;
}

/** A name that a host of a gateway stands for. */
export function nameIn(host: string, label: string): string {
  return host === ANY ? `${label}.example` : host.replace(/^\*/, label);
}
