import type { ByteSource } from '../../words/ports.ts';
import { hasProto, isNestedPickle } from './probe.ts';

/** Bytes that are looked through for a start. */
const MAX_BYTES = 64 * 1024 * 1024;
const PIECE = 1 << 16;
/** Op-codes that are followed from a place where one may begin. */
const MAX_OPCODES = 500;

export interface NextStart {
  readonly at: number | undefined;
  /** A budget ended the search before the file did. */
  readonly given: boolean;
}

/** Where the next pickle may begin behind something that is none: at PROTO, or where op-codes of protocol 0 name and call something. @param budget - places that may still be tried, for the whole file. */
export function nextStart(source: ByteSource, from: number, budget: { tries: number }): NextStart {
  for (let at = from; at < source.size; at += PIECE) {
    if (at - from > MAX_BYTES) return { at: undefined, given: true };
    const piece = source.read(at, Math.min(PIECE + 3, source.size - at));
    for (let n = 0; n < Math.min(PIECE, piece.length); n++) {
      const byte = piece[n];
      if (byte !== 0x80 && byte !== 0x63 && byte !== 0x28) continue;
      if (byte === 0x80 ? !hasProto(piece.subarray(n, n + 3)) : !isName(piece[n + 1])) continue;
      if (--budget.tries < 0) return { at: undefined, given: true };
      if (isNestedPickle(source, at + n, MAX_OPCODES)) return { at: at + n, given: false };
    }
  }
  return { at: undefined, given: false };
}

/** A letter, or what else may stand behind GLOBAL and the last MARK in protocol 0. */
const isName = (byte: number | undefined): boolean => byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || byte === 0x53 || byte === 0x56);
