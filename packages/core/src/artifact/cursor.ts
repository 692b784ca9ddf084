import { type Code, HorngateError } from '../words/error.ts';

/** Who is asked to answer for it when a structure runs out of its bytes: the code of its format, and where its first byte stands in the file. */
export interface CursorPlace {
  readonly code?: Code;
  readonly base?: number;
}

/**
 * Reads little-endian numbers out of bytes, forward, and never past the end.
 *
 * The bytes are one structure of a foreign file; a structure that wants more than it has is refused at the place where it wanted it.
 */
export class Cursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #code: Code;
  readonly #base: number;
  #at = 0;

  constructor(bytes: Uint8Array, { code = 'HG_ARTIFACT_TRUNCATED', base = 0 }: CursorPlace = {}) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#code = code;
    this.#base = base;
  }

  /** Offset of the next byte in the file. */
  get offset(): number {
    return this.#base + this.#at;
  }

  /** Bytes read so far. */
  get consumed(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.byteLength - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** A 64-bit number that a file offset or a size can be; above 2^53 it is neither, and would lose digits. */
  u64(): number {
    const value = this.bigU64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.fail(`Cannot use "${value}" as it must be below 2^53`);
    return Number(value);
  }

  bigU64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  /** The next `length` bytes, as a view. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** A cursor over the next `length` bytes, which this one passes. */
  sub(length: number): Cursor {
    const base = this.offset;
    return new Cursor(this.bytes(length), { code: this.#code, base });
  }

  /** Another cursor over the same bytes, at `at` from their start. */
  fresh(at = 0): Cursor {
    const cursor = new Cursor(this.#bytes, { code: this.#code, base: this.#base });
    cursor.skip(at);
    return cursor;
  }

  skip(length: number): void {
    this.#take(length);
  }

  /** An error of this structure's format, at the next byte. */
  fail(message: string): HorngateError {
    return new HorngateError(this.#code, message, { where: { offset: this.offset } });
  }

  #take(length: number): number {
    if (!(length >= 0 && length <= this.remaining)) throw this.fail(`Cannot read ${length} bytes as the structure must hold them: ${this.remaining} are left`);
    const at = this.#at;
    this.#at += length;
    return at;
  }
}
