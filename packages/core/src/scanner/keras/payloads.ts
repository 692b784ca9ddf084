import type { Json } from '../../artifact/json/json.ts';
import { bytesSource } from '../../artifact/source.ts';
import { HorngateError } from '../../words/error.ts';
import { hasProto, isPickle } from '../pickle/probe.ts';
import type { Scope } from '../scope.ts';
import { type Inner, together } from '../seen.ts';
import { decodeBase64 } from './base64.ts';
import { strings } from './dictionaries.ts';
import { pointerAt } from './place.ts';

/** Base64 of what begins as an archive, a compressed stream, HDF5 or a program does: `PK`, gzip, bzip2, xz, `\x89HDF`, `\x7fELF`. */
const PACKED = /^(?:UEsDB|H4sI|QlpoM|QlpoO|\/Td6WFoA|iUhERg0K|f0VMRg)/;
/** Of what may begin as a pickle does: PROTO 2 to 5, or op-codes of protocol 0 that are followed by a name or a mark. */
const PICKLED = /^(?:gA[I-X]|[YIKXZ])/;
const CLEAN = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;
const MIN_LENGTH = 16;
/** A configuration holds one or two. */
const MAX_PAYLOADS = 100;

/**
 * Files inside of a configuration, as base64 in a text: `TorchModuleWrapper` keeps a module so, and so would anybody who hides a pickle. Each is looked at
 * like a member of its own, at its place: `config.json#/config/layers/1/config/module`.
 *
 * @param member - what holds the configuration; undefined where it is the file.
 */
export function scanPayloads(config: Json | undefined, member: string | undefined, scope: Scope): Inner {
  if (config === undefined) return together([]);
  const found: Inner[] = [];
  for (const { value, place } of strings(config, mayHold)) {
    const bytes = decodeBase64(value, value.length);
    if (!PACKED.test(value.trimStart()) && !isPickled(bytes, value)) continue;
    const name = `${member ?? ''}#${pointerAt(place)}`;
    if (found.length === MAX_PAYLOADS) {
      found.push({ findings: [], troubles: [{ error: tooMany(), member: name }] });
      break;
    }
    found.push(scope.inside(name, () => bytesSource(bytes)));
  }
  return together(found);
}

function mayHold(text: string): boolean {
  if (text.length < MIN_LENGTH) return false;
  const start = text.slice(0, 64).trimStart();
  return (PACKED.test(start) || PICKLED.test(start)) && CLEAN.test(text);
}

/** Text of whole groups of four, as every encoder writes it, for what has no mark of its own. */
const isPickled = (bytes: Uint8Array, text: string): boolean =>
  hasProto(bytes) || (text.replace(/\s/g, '').length % 4 === 0 && bytes.length >= 8 && isPickle(bytesSource(bytes)));

const tooMany = (): HorngateError =>
  new HorngateError('HG_LIMIT_ENTRIES', `Cannot look further as a configuration may hold at most ${MAX_PAYLOADS} files: there are more`);
