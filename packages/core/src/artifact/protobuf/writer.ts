import { encodeUtf8 } from '../../text/utf8.ts';

/** Wire types, https://protobuf.dev/programming-guides/encoding. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Writes a protobuf message, field after field in the order of the calls.
 *
 * Repeated numbers are written one by one, as proto2 does; written in the order of their numbers, the bytes are those that the official library would write.
 */
export class ProtobufWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  /** A whole number; negative ones take ten bytes, as int32, int64 and enum do. */
  int(field: number, value: number): this {
    this.#varint(field * 8 + WIRE.varint);
    this.#varint(value);
    return this;
  }

  ints(field: number, values: readonly number[]): this {
    for (const value of values) this.int(field, value);
    return this;
  }

  float(field: number, value: number): this {
    this.#varint(field * 8 + WIRE.fixed32);
    const at = this.#grow(4);
    new DataView(this.#bytes.buffer).setFloat32(at, value, true);
    return this;
  }

  floats(field: number, values: readonly number[]): this {
    for (const value of values) this.float(field, value);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint(field * 8 + WIRE.bytes);
    this.#varint(value.length);
    const at = this.#grow(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, encodeUtf8(value));
  }

  texts(field: number, values: readonly string[]): this {
    for (const value of values) this.text(field, value);
    return this;
  }

  message(field: number, write: (inner: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    write(inner);
    return this.bytes(field, inner.finish());
  }

  /** What was written so far, as a view. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #varint(value: number): void {
    let rest = value < 0 ? BigInt.asUintN(64, BigInt(value)) : BigInt(value);
    while (rest >= 0x80n) {
      const at = this.#grow(1);
      this.#bytes[at] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    const at = this.#grow(1);
    this.#bytes[at] = Number(rest);
  }

  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      wider.set(this.#bytes.subarray(0, at));
      this.#bytes = wider;
    }
    return at;
  }
}
