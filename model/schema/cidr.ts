import { z } from 'zod';

/** A range of addresses, IPv4 or IPv6. */
export const cidr = z.union([z.cidrv4(), z.cidrv6()], { error: 'an address range such as 10.0.0.0/8' });
