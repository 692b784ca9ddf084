import { readJson } from '@horngate/core/artifact';
import { HorngateError } from '@horngate/core/words';
import { Field } from './field.ts';

export const MAX_BUNDLE_BYTES = 16 * 1024 * 1024;
const MAX_DEPTH = 32;

/**
 * JSON on which all readers must agree: no duplicate key (Python takes the last, others the first), UTF-8 without a mark, no NaN, nothing past 2^53.
 *
 * @throws HG_ARTIFACT_JSON, HG_LIMIT_BYTES, HG_LIMIT_DEPTH, HG_LIMIT_ENTRIES
 */
export function readStrict(bytes: Uint8Array, maxBytes = MAX_BUNDLE_BYTES): Field {
  const { value, notes } = readJson(bytes, { maxBytes, maxDepth: MAX_DEPTH });
  const [note] = notes;
  if (note === undefined) return new Field(value);
  throw new HorngateError('HG_ARTIFACT_JSON', `Cannot read a signature as every reader must see the same in it: it has ${note.kind}`, {
    where: { pointer: note.pointer },
  });
}
