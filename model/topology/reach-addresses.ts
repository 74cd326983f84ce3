import type { Service } from './services';

/** A kind of address. */
export type AddressKind = 'ip' | 'hostname';

/** The kinds of addresses at which a service is open to other clusters: what its `reach` says, else what the networks of its clusters say. */
export function reachAddresses({ clusters, spec }: Pick<Service, 'clusters' | 'spec'>): ReadonlySet<AddressKind> {
  const said = spec.reach?.address;
  return new Set(said === undefined ? clusters.map(({ network }) => network.spec.gateway.address) : [said]);
}
