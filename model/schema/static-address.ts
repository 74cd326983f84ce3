import { isIP } from 'node:net';
import { z } from 'zod';
import { hostName } from './dns-name';
import { ipAddress } from './ip-address';
import { uniqueList } from './unique-list';

const EXPECTED = 'an IP address or host name that can be dialled from elsewhere, or a list of such, each once';

const one = z.union([ipAddress, hostName], { error: EXPECTED });

/** Where gateways are found from outside: an IP address or host name, or several. */
export const staticAddress = z.union([one, uniqueList(one).min(1)], { error: EXPECTED });

/** The addresses as a list. */
export function addressesOf(address: z.infer<typeof staticAddress>): readonly string[] {
  return typeof address === 'string' ? [address] : address;
}

/** The first of some addresses that is a host name; undefined if all are IP addresses. */
export function hostNameAmong(addresses: readonly string[]): string | undefined {
  return addresses.find((address) => isIP(address) === 0);
}
