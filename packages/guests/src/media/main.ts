import { HorngateError } from '@horngate/core/words';
import { lockForGood, serveFrames } from '@horngate/sandbox/inside';
import { record, whole } from '../params.ts';
import { fed } from '../pixels/fed.ts';
import type { Picture } from '../pixels/picture.ts';
import { decode } from './decode.ts';
import { warmUp } from './warm-up.ts';

/**
 * The media guest: libvips, and nothing that it could reach. It has no file; it locks itself for good before the first foreign byte comes, and gets bytes that
 * the decoder guest has walked and rewritten.
 *
 * `lock` makes libvips' threads and closes everything but the two descriptors, `decode` takes one picture, `fed` gives it as the model wants it.
 */
let picture: Picture | null = null;

void serveFrames({
  lock: async () => {
    await warmUp();
    await lockForGood();
    return { result: {} };
  },
  decode: async (params, [bytes]) => {
    const data = record(params);
    if (bytes?.dtype !== 'uint8') throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot decode without bytes');
    picture = await decode(bytes.data, { width: whole(data, 'width'), height: whole(data, 'height') });
    return { result: {} };
  },
  fed: (params) => {
    if (picture === null) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot feed a picture before it is decoded');
    return { result: {}, tensors: [fed(picture, params)] };
  },
});
