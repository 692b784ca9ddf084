import { Cursor } from '../cursor.ts';

/** The extra fields that change what a header says (APPNOTE 4.5, 4.6.9); of others only the lengths matter. */
export interface ExtraFields {
  /** Header id 0x0001, 4.5.3. */
  readonly zip64: Uint8Array | undefined;
  /** Header id 0x7075: a second name. */
  readonly unicodePath: Uint8Array | undefined;
  /** Lengths do not add up, or a field that matters occurs twice. */
  readonly broken: boolean;
}

export function readExtra(bytes: Uint8Array): ExtraFields {
  const cursor = new Cursor(bytes);
  const found = new Map<number, Uint8Array>();
  let broken = false;
  while (cursor.remaining >= 4) {
    const id = cursor.u16();
    const length = cursor.u16();
    if (length > cursor.remaining) return { zip64: found.get(1), unicodePath: found.get(0x7075), broken: true };
    if (id === 1 || id === 0x7075) {
      broken ||= found.has(id);
      if (!found.has(id)) found.set(id, cursor.bytes(length));
      else cursor.skip(length);
    } else cursor.skip(length);
  }
  return { zip64: found.get(1), unicodePath: found.get(0x7075), broken: broken || cursor.remaining > 0 };
}

/**
 * The 64-bit values behind 32-bit ones that are all ones, in their fixed order (4.5.3).
 *
 * @returns undefined when the field is absent, too short, or holds a number past 2^53.
 */
export function widen(values: readonly number[], zip64: Uint8Array | undefined): readonly number[] | undefined {
  if (!values.includes(0xffffffff)) return values;
  if (zip64 === undefined || zip64.length < 8 * values.filter((value) => value === 0xffffffff).length) return undefined;
  const cursor = new Cursor(zip64);
  const wide = values.map((value) => (value === 0xffffffff ? Number(cursor.bigU64()) : value));
  return wide.every(Number.isSafeInteger) ? wide : undefined;
}
