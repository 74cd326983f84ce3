import { nearest } from './did-you-mean';
import { keysOf, rawAt, schemaAt } from './schema-node';
import { dnsLabel } from '../schema/dns-label';

/**
 * The key that an unknown one stands for: the nearest that the schema knows there, if it is missing. Undefined if there is none.
 *
 * @param above The path of the mapping with the unknown key.
 */
export function meantKey(key: string, above: readonly PropertyKey[], raw: unknown): string | undefined {
  const meant = topKey(key, above) ?? nearest(key, keysOf(schemaAt(above, raw)));
  return meant === undefined || rawAt(raw, [...above, meant]) !== undefined ? undefined : meant;
}

/** The key of the whole configuration below which a path was meant that was set as one key, as `pulumi config set` does without `--path`. */
export function topKey(key: string, above: readonly PropertyKey[]): string | undefined {
  const [first = '', ...below] = key.split('.');
  return above.length === 0 && below.length > 0 && keysOf(schemaAt([], {})).includes(first) ? first : undefined;
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
