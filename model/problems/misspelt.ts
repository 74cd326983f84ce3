import { nearest } from './did-you-mean';
import { knownKeys } from './expected';
import { dnsLabel } from '../schema/dns-label';
import { rawAt } from '../schema/json-schema';

/**
 * The missing key that an unknown one most likely stands for. Undefined if there is none.
 *
 * @param above The path of the mapping with the unknown key.
 */
export function meantKey(key: string, above: readonly PropertyKey[], raw: unknown): string | undefined {
  const meant = topKey(key, above) ?? nearest(key, knownKeys(above, raw));
  return meant === undefined || rawAt(raw, [...above, meant]) !== undefined ? undefined : meant;
}

/** `pulumi config set a.b` without `--path` stores one key, `a.b`. Returns `a` if the configuration has that key. */
export function topKey(key: string, above: readonly PropertyKey[]): string | undefined {
  const [first = '', ...below] = key.split('.');
  return above.length === 0 && below.length > 0 && knownKeys([], {}).includes(first) ? first : undefined;
}

/** The nearest DNS label to a name that is none, such as `net-east` for `Net_East`. Undefined if the name has no letter or digit to keep. */
export function meantLabel(name: string): string | undefined {
  const label = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 63)
    .replace(/-$/, '');
  return label !== name && dnsLabel.safeParse(label).success ? label : undefined;
}
