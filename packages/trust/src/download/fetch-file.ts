import { HorngateError } from '@horngate/core/words';
import { type Answer, follow } from './follow.ts';
import type { Network } from './network.ts';
import { openPartial, type Partial, strongEtag } from './partial.ts';
import { Pulse } from './pulse.ts';
import { readBody } from './read-body.ts';
import { asSourceError, shown, unavailable } from './source-error.ts';

export interface Wanted {
  readonly url: URL;
  /** What the listing says; undefined: whatever comes. */
  readonly size?: number | undefined;
  readonly token?: string | undefined;
  readonly maxBytes: number;
  /** Bytes that are there, and how many there will be, where that is known. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

/** A connection that breaks is taken up again as often as this, as long as each brought something. */
const MOST_TRIES = 8;

/**
 * Downloads one file to `place`, going on where an earlier try stopped: only where the source says by a strong ETag that the file is still the same.
 * What is there afterwards is what the source sent, and nothing more is known of it.
 *
 * @throws HG_REFUSED_SOURCE, HG_UNAVAILABLE_SOURCE, HG_LIMIT_BYTES, HG_LIMIT_DEADLINE, HG_NOT_FOUND, HG_AUTH_*, HG_UNAVAILABLE_STORE
 */
export async function fetchFile(wanted: Wanted, place: string, network: Network): Promise<void> {
  if (wanted.size !== undefined && wanted.size > wanted.maxBytes) throw tooLarge(wanted, wanted.size);
  const partial = openPartial(place);
  try {
    for (let tries = 1; ; tries++) {
      const before = partial.etag === undefined ? 0 : partial.size();
      try {
        return await oneTry(wanted, partial, network);
      } catch (error) {
        const again = error instanceof HorngateError && error.code === 'HG_UNAVAILABLE_SOURCE' && partial.etag !== undefined && partial.size() > before;
        if (!again || tries === MOST_TRIES) throw error;
      }
    }
  } finally {
    partial.close();
  }
}

async function oneTry(wanted: Wanted, partial: Partial, network: Network): Promise<void> {
  const pulse = new Pulse(wanted.url, network.stallMs);
  try {
    const there = partial.size();
    const whole = there > 0 && there === wanted.size && partial.etag !== undefined;
    if (whole) return;
    const answer = await question(wanted, partial, network, pulse);
    const total = begin(answer, partial, wanted);
    for await (const piece of readBody(answer, wanted.maxBytes - partial.size(), pulse)) {
      partial.append(piece);
      wanted.onProgress?.(partial.size(), total);
    }
    if (total !== undefined && partial.size() !== total) throw unavailable(wanted.url, `${partial.size()} bytes came of ${total}`);
  } finally {
    pulse.stop();
  }
}

async function question({ url, token }: Wanted, partial: Partial, network: Network, pulse: Pulse): Promise<Answer> {
  const { etag } = partial;
  const there = partial.size();
  if (etag === undefined || there === 0) return follow({ url, token }, network, pulse);
  // RFC 9110, 13.1.5: with If-Range the source sends the rest of the same file, or all of another.
  const answer = await follow({ url, token, headers: { Range: `bytes=${there}-`, 'If-Range': etag }, also: [206, 416] }, network, pulse);
  if (answer.status === 200 || continues(answer, etag, there)) return answer;
  answer.response.destroy();
  partial.restart(undefined);
  return follow({ url, token }, network, pulse);
}

const RANGE = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/;

/** A part is added only where it begins at our end, goes on to the end of the file, and is of the file that we have the beginning of. */
function continues({ status, response }: Answer, etag: string, there: number): boolean {
  const [, from, to, total] = RANGE.exec(response.headers['content-range'] ?? '') ?? [];
  return status === 206 && Number(from) === there && Number(to) + 1 === Number(total) && strongEtag(response.headers.etag) === etag;
}

/** @returns how many bytes the file has, where the listing or the answer says so. */
function begin({ status, url, response }: Answer, partial: Partial, wanted: Wanted): number | undefined {
  try {
    if (status !== 206) partial.restart(strongEtag(response.headers.etag));
    const length = response.headers['content-length'];
    const announced = length === undefined ? undefined : partial.size() + Number(length);
    if (announced !== undefined && announced > wanted.maxBytes) throw tooLarge(wanted, announced);
    if (announced !== undefined && wanted.size !== undefined && announced !== wanted.size)
      throw unavailable(url, `it announces ${announced} bytes, where the listing says ${wanted.size}`);
    return wanted.size ?? announced;
  } catch (error) {
    response.destroy();
    throw asSourceError(error, url);
  }
}

const tooLarge = ({ url, maxBytes }: Wanted, bytes: number): HorngateError =>
  new HorngateError('HG_LIMIT_BYTES', `Cannot download from "${shown(url)}" as it must have at most ${maxBytes} bytes (--max-bytes): it has ${bytes}`);
