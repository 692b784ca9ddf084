import type { IncomingMessage } from 'node:http';
import { ask, type Headers } from './ask.ts';
import type { Network } from './network.ts';
import type { Pulse } from './pulse.ts';
import { refusedSource, statusError, unavailable } from './source-error.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_HOPS = 5;

export interface Answer {
  /** Where the last redirect led. */
  readonly url: URL;
  readonly status: number;
  readonly response: IncomingMessage;
}

/** A question, with what proves who asks. */
export interface Question {
  readonly url: URL;
  readonly headers?: Headers;
  /** Sent to the origin of `url`, and to no other. */
  readonly token?: string | undefined;
  /** Statuses besides 200 that the caller understands. */
  readonly also?: readonly number[];
}

/**
 * Asks, and follows at most five redirects, each checked like the first address. The token stays with the origin that it was given for: once left, it is not sent
 * again, even back there.
 *
 * @throws HG_REFUSED_SOURCE, HG_UNAVAILABLE_SOURCE, HG_NOT_FOUND, HG_AUTH_REQUIRED, HG_AUTH_DENIED, HG_LIMIT_DEADLINE
 */
export async function follow({ url, headers = {}, token, also = [] }: Question, network: Network, pulse: Pulse): Promise<Answer> {
  let at = url;
  let secret = token;
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const response = await ask(at, { ...headers, ...(secret === undefined ? {} : { Authorization: `Bearer ${secret}` }) }, network, pulse);
    const status = response.statusCode ?? 0;
    if (status === 200 || also.includes(status)) return { url: at, status, response };
    response.destroy();
    if (!REDIRECTS.has(status)) throw statusError(at, status);
    const next = nextOf(at, response.headers.location);
    if (next.origin !== url.origin) secret = undefined;
    at = next;
  }
  throw refusedSource(url, `lead to the file in ${MOST_HOPS} redirects`, 'it leads further');
}

function nextOf(at: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, at.href)) throw unavailable(at, 'it redirects to no address');
  const next = new URL(location, at);
  if (at.protocol === 'https:' && next.protocol !== 'https:') throw refusedSource(at, 'stay with "https:"', `it redirects to "${next.protocol}"`);
  return next;
}
