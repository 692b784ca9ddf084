import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What the special-purpose registries of IANA keep from the public network, and what clouds answer their own machines at.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const NOT_PUBLIC_4: readonly (readonly [network: string, prefix: number, why: string])[] = [
  ['0.0.0.0', 8, '"this network", RFC 791'],
  ['10.0.0.0', 8, 'private use, RFC 1918'],
  ['100.64.0.0', 10, "addresses of a carrier's NAT, RFC 6598"],
  ['127.0.0.0', 8, 'loopback, RFC 1122'],
  ['168.63.129.16', 32, "Azure's own service for its machines"],
  ['169.254.0.0', 16, 'link-local, RFC 3927; metadata of clouds'],
  ['172.16.0.0', 12, 'private use, RFC 1918'],
  ['192.0.0.0', 24, 'protocol assignments, RFC 6890'],
  ['192.0.2.0', 24, 'documentation, RFC 5737'],
  ['192.31.196.0', 24, 'AS112, RFC 7535'],
  ['192.52.193.0', 24, 'AMT, RFC 7450'],
  ['192.88.99.0', 24, '6to4 relays, RFC 7526'],
  ['192.168.0.0', 16, 'private use, RFC 1918'],
  ['192.175.48.0', 24, 'AS112, RFC 7534'],
  ['198.18.0.0', 15, 'benchmarks, RFC 2544'],
  ['198.51.100.0', 24, 'documentation, RFC 5737'],
  ['203.0.113.0', 24, 'documentation, RFC 5737'],
  ['224.0.0.0', 4, 'multicast, RFC 1112'],
  ['240.0.0.0', 4, 'reserved, and broadcast, RFC 1112'],
];

/** Of IPv6 only 2000::/3 is given out; in it, these are not public, or carry an IPv4 address that we would not see. */
const NOT_PUBLIC_6: readonly (readonly [network: string, prefix: number, why: string])[] = [
  ['2001::', 23, 'protocol assignments, with Teredo and ORCHID, RFC 2928'],
  ['2001:db8::', 32, 'documentation, RFC 3849'],
  ['2002::', 16, '6to4, RFC 3056'],
  ['2620:4f:8000::', 48, 'AS112, RFC 7534'],
  ['3fff::', 20, 'documentation, RFC 9637'],
];

const notPublic = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_4) notPublic.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NOT_PUBLIC_6) notPublic.addSubnet(network, prefix, 'ipv6');
const givenOut = new BlockList();
givenOut.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether a resolved address is one of the public network. What is no plain address (a zone, another spelling) is not: whoever resolves names gives plain ones.
 * Everything of IPv6 that embeds IPv4 (mapped, compatible, NAT64, 6to4, Teredo) lies outside of 2000::/3 or in the table.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  return isIPv6(address) && !address.includes('%') && givenOut.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}
