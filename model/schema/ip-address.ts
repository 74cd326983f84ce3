import { BlockList } from 'node:net';
import { z } from 'zod';
import { family } from './address-range';

/** Addresses that other machines cannot dial; API servers refuse them as endpoints (Kubernetes, ValidateEndpointIP). */
const UNDIALABLE = new BlockList();
UNDIALABLE.addSubnet('127.0.0.0', 8, 'ipv4');
UNDIALABLE.addAddress('0.0.0.0', 'ipv4');
UNDIALABLE.addSubnet('169.254.0.0', 16, 'ipv4');
UNDIALABLE.addSubnet('224.0.0.0', 4, 'ipv4');
UNDIALABLE.addAddress('::1', 'ipv6');
UNDIALABLE.addAddress('::', 'ipv6');
UNDIALABLE.addSubnet('fe80::', 10, 'ipv6');
UNDIALABLE.addSubnet('ff00::', 8, 'ipv6');

/** An address that others can dial: not loopback, unspecified, link-local or multicast. */
export const ipAddress = z
  .union([z.ipv4(), z.ipv6()], { error: 'an IP address' })
  .refine((address) => !UNDIALABLE.check(address, family(address)), {
    error: 'an IP address that can be dialled from elsewhere: not loopback, unspecified, link-local or multicast',
  });
