import { BlockList, isIPv6 } from 'node:net';

/** Whether two address ranges have an address in common. Of two ranges that do, one holds the first address of the other. */
export function overlap(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

/** Whether two IP addresses are one, however they are spelled. */
export function sameAddress(one: string, other: string): boolean {
  const list = new BlockList();
  list.addAddress(one, family(one));
  return list.check(other, family(other));
}

/** Whether an address range holds an IP address, or the first address of another range. */
export function contains(range: string, other: string): boolean {
  const [first = '', bits = ''] = range.split('/');
  const [address = ''] = other.split('/');
  if (isIPv6(first) !== isIPv6(address)) return false;
  const list = new BlockList();
  list.addSubnet(first, Number(bits), family(first));
  return list.check(address, family(address));
}

/** The family of an IP address. */
export function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
