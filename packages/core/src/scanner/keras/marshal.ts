import { decodeBase64 } from './base64.ts';

const MAX_BYTES = 64 * 1024;
const MAX_NAMES = 12;
const FLAG_REF = 0x80;
/** `r_object` of CPython's marshal.c: short ASCII strings, interned or not, have one byte of length. */
const SHORT_STRINGS = new Set([0x7a, 0x5a]);

/** `TYPE_CODE` with or without the reference flag, then an argument count below 256 in four bytes, lowest first: the bits that are fixed, in base64. */
const CODE_START = /^[4Y][w-z0-9+/][AEIMQUYcgkosw048]AAA/;

/**
 * Whether a text starts as the base64 of a marshalled code object: type `c` (0x63, or 0xe3 with the reference flag). Python's decoder skips every character
 * that is not of the alphabet, so they are skipped here too.
 */
export const isMarshalledCode = (text: string): boolean => text.length >= 40 && CODE_START.test(text.slice(0, 200).replace(/[^A-Za-z0-9+/]/g, ''));

/**
 * Names and constants inside marshalled code: what a reader wants to see first. Nothing is unmarshalled, let alone run: short strings are recognized by
 * their tag and length, so this is evidence for people, never a decision.
 */
export function marshalledNames(text: string): readonly string[] {
  const bytes = decodeBase64(text, MAX_BYTES);
  const names = new Set<string>();
  for (let at = 0; at + 2 < bytes.length && names.size < MAX_NAMES; at++) {
    if (!SHORT_STRINGS.has((bytes[at] as number) & ~FLAG_REF)) continue;
    const length = bytes[at + 1] as number;
    const name = printable(bytes.subarray(at + 2, at + 2 + length));
    if (name === undefined || length < 2 || at + 2 + length > bytes.length) continue;
    names.add(name);
    at += 1 + length;
  }
  return [...names];
}

function printable(bytes: Uint8Array): string | undefined {
  if (!bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return undefined;
  return String.fromCharCode(...bytes);
}
