import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIP } from 'node:net';
import { checkedAddresses } from './checked-addresses.ts';
import type { Network } from './network.ts';
import type { Pulse } from './pulse.ts';
import { asSourceError } from './source-error.ts';

export type Headers = Readonly<Record<string, string>>;

/** Nothing came of these, so that another address of the name may be tried. */
const UNREACHED: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT']);

/**
 * One request, to an address that was checked; no redirect is followed. The body has not been read.
 *
 * @throws HG_REFUSED_SOURCE, HG_UNAVAILABLE_SOURCE, HG_LIMIT_DEADLINE
 */
export async function ask(url: URL, headers: Headers, network: Network, pulse: Pulse): Promise<IncomingMessage> {
  try {
    return await firstThatAnswers(await pulse.race(checkedAddresses(url, network)), url, headers, network, pulse);
  } catch (error) {
    throw pulse.signal.aborted ? pulse.error : asSourceError(error, url);
  }
}

async function firstThatAnswers(addresses: readonly string[], url: URL, headers: Headers, network: Network, pulse: Pulse): Promise<IncomingMessage> {
  let last: unknown;
  for (const address of addresses) {
    try {
      return await connect(address, url, headers, network, pulse);
    } catch (error) {
      if (!UNREACHED.has((error as NodeJS.ErrnoException).code)) throw error;
      last = error;
    }
  }
  throw last;
}

function connect(address: string, url: URL, headers: Headers, { roots }: Network, { signal }: Pulse): Promise<IncomingMessage> {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const options = {
    host: address,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, Host: url.host, 'Accept-Encoding': 'identity', 'User-Agent': 'horngate' },
    // An agent of its own: neither connections nor proxies of anybody else in this process.
    agent: false as const,
    signal,
    maxHeaderSize: 16 * 1024,
    insecureHTTPParser: false,
    // Said aloud, since NODE_TLS_REJECT_UNAUTHORIZED would say otherwise. The certificate must be for the name; a literal address sends no SNI (RFC 6066, 3).
    rejectUnauthorized: true,
    servername: isIP(name) === 0 ? name : '',
    minVersion: 'TLSv1.2' as const,
    ...(roots === undefined ? {} : { ca: roots }),
  };
  return new Promise((resolve, reject) => {
    const call = url.protocol === 'https:' ? secure(options) : plain(options);
    call.on('response', (response) => {
      // A body is read by one loop, which sees its errors; until then they must not end the process.
      response.on('error', () => undefined);
      resolve(response);
    });
    call.on('error', reject);
    call.end();
  });
}
