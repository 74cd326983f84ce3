import type { NetworkSpec, Spec } from '../schema/config';
import { byName } from './by-name';

/** One network. */
export interface Network {
  readonly name: string;
  readonly spec: NetworkSpec;
}

/** The networks of a configuration. */
export function resolveNetworks({ networks }: Spec): Map<string, Network> {
  return new Map(byName(networks).map(([name, spec]) => [name, { name, spec }]));
}
