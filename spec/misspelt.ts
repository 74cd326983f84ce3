import { nearest } from './did-you-mean';
import { keysOf, rawAt, schemaAt } from './schema-node';
import { dnsLabel } from './schema/dns-label';

/**
 * The key that an unknown one stands for: the nearest that the schema knows there, if it is missing. Undefined if there is none.
 *
 * @param above The path of the mapping with the unknown key.
 */
export function meantKey(key: string, above: readonly PropertyKey[], raw: unknown): string | undefined {
  const meant = nearest(key, keysOf(schemaAt(above, raw)));
  return meant === undefined || rawAt(raw, [...above, meant]) !== undefined ? undefined : meant;
}

/** The DNS label that is nearest to a name that is none, such as `net-east` for `Net_East`. Undefined if nothing of it can stay. */
export function meantLabel(name: string): string | undefined {
  const label = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 63)
    .replace(/-$/, '');
  return label !== name && dnsLabel.safeParse(label).success ? label : undefined;
}
