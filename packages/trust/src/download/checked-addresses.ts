import { isIP } from 'node:net';
import type { Network } from './network.ts';
import { isPublicAddress } from './public-address.ts';
import { refusedSource, unavailable } from './source-error.ts';

/**
 * The addresses that a connection for `url` may go to, resolved once: whoever connects takes one of these and resolves nothing again (a name may answer
 * differently the second time). One address that is not public refuses them all: a name with a public and a private address is made for that.
 *
 * @throws HG_REFUSED_SOURCE, HG_UNAVAILABLE_SOURCE
 */
export async function checkedAddresses(url: URL, network: Network): Promise<readonly string[]> {
  const trusted = network.sources.includes(url.origin);
  if (url.username !== '' || url.password !== '') throw refusedSource(url, 'hold no user and no password', 'it does');
  if (url.protocol !== 'https:' && !(trusted && url.protocol === 'http:'))
    throw refusedSource(url, 'begin with "https:", or be named in "trust.sources" of the policy', `it begins with "${url.protocol}"`);
  const addresses = await addressesOf(url, network);
  if (addresses.length === 0) throw unavailable(url, 'the name has no address');
  const wrong = trusted ? undefined : addresses.find((address) => !isPublicAddress(address));
  if (wrong !== undefined) throw refusedSource(url, 'lie in the public network, or be named in "trust.sources" of the policy', `it is at ${wrong}`);
  return addresses;
}

/** `URL` has already brought other spellings (0x7f.1, 2130706433) to the plain one. A hostile name may have thousands: more than 32 are not looked at, nor used. */
async function addressesOf(url: URL, { resolve }: Network): Promise<readonly string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return [host];
  const found = await resolve(host);
  if (found.length > 32) throw unavailable(url, `the name has ${found.length} addresses`);
  return found;
}
