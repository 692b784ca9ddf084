import { HorngateError } from '@horngate/core/words';
import type { Answer } from './follow.ts';
import type { Pulse } from './pulse.ts';
import { asSourceError, shown, unavailable } from './source-error.ts';

/**
 * The bytes of an answer, piece by piece, never more than `maxBytes`: what a header announces is looked at first, what comes is counted.
 * A body in an encoding is refused: we ask for none, and one that unpacks has two sizes and two digests.
 *
 * @throws HG_LIMIT_BYTES, HG_UNAVAILABLE_SOURCE when the connection was cut, HG_LIMIT_DEADLINE
 */
export async function* readBody({ url, response }: Answer, maxBytes: number, pulse: Pulse): AsyncGenerator<Uint8Array> {
  try {
    expectPlain(url, response.headers['content-encoding']);
    if (announced(response.headers['content-length']) > maxBytes) throw tooMuch(url, maxBytes);
    let count = 0;
    for await (const piece of response as AsyncIterable<Uint8Array>) {
      count += piece.length;
      if (count > maxBytes) throw tooMuch(url, maxBytes);
      pulse.beat(piece.length);
      yield piece;
    }
    if (!response.complete) throw unavailable(url, 'the connection was cut');
  } catch (error) {
    throw pulse.signal.aborted ? pulse.error : asSourceError(error, url);
  } finally {
    response.destroy();
  }
}

function expectPlain(url: URL, encoding: string | undefined): void {
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw unavailable(url, 'it sends the file in an encoding, which we did not ask for');
}

const announced = (length: string | undefined): number => (length === undefined ? 0 : Number(length));

const tooMuch = (url: URL, maxBytes: number): HorngateError =>
  new HorngateError('HG_LIMIT_BYTES', `Cannot download from "${shown(url)}" as at most ${maxBytes} bytes may come: more do`);
