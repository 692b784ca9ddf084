import { bytesSource } from '../../artifact/source.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Parts } from '../parts.ts';
import type { Scope } from '../scope.ts';
import { NOTHING, together } from '../seen.ts';
import { type FormatScanner, startsWith } from './format.ts';

/** `ZF`, then the unpacked length in hexadecimal, padded to nineteen characters (`joblib/numpy_pickle_compat.py`). */
const HEADER = 21;

/** How joblib before 0.10 compressed a pickle: a zlib stream behind a length. */
export const joblibZfile: FormatScanner = {
  format: 'joblib-zfile',
  proof: 'magic',
  accepts: ({ start }) => startsWith(start, [0x5a, 0x46, 0x30, 0x78]),
  scan(source, scope) {
    const parts = new Parts();
    const bytes = parts.attempt(undefined, () => unpack(source, scope));
    const inner = bytes === undefined ? NOTHING : scope.inside('content', () => bytesSource(bytes));
    return { format: 'joblib-zfile', ...together([inner, { findings: [], troubles: parts.troubles }]) };
  },
};

function unpack(source: ByteSource, scope: Scope): Uint8Array {
  const most = Math.floor(scope.limits.scanMemoryBytes / 4);
  if (source.size > most) throw new HorngateError('HG_LIMIT_BYTES', `Cannot unpack the file as it must have at most ${most} bytes: it has ${source.size}`);
  if (source.size <= HEADER) throw new HorngateError('HG_ARTIFACT_ARCHIVE', 'Cannot unpack the file as it must have data behind its length: it has none');
  const at = source.read(HEADER, 1)[0] === 0x20 ? HEADER + 1 : HEADER; // Python 2 wrote one character more
  const bytes = scope.ports.inflate.zlib(source.read(at, source.size - at), scope.unpackable());
  scope.unpacked(bytes.length);
  return bytes;
}
