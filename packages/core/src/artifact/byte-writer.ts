/** Bytes that grow at their end, lowest byte first, as HDF5 and ZIP have their numbers. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  u8(...values: readonly number[]): this {
    return this.raw(Uint8Array.from(values));
  }

  u16(value: number): this {
    return this.u8(value & 255, value >>> 8);
  }

  u32(value: number): this {
    return this.u16(value & 0xffff).u16(value >>> 16);
  }

  /** A safe integer; undefined is the address that leads nowhere, all bits set. */
  u64(value: number | undefined): this {
    if (value === undefined) return this.u32(0xffffffff).u32(0xffffffff);
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }

  raw(bytes: Uint8Array): this {
    const end = this.#at + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.#at));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#at);
    this.#at = end;
    return this;
  }

  /** Zeros up to a multiple of `step`. */
  align(step: number): this {
    return this.raw(new Uint8Array((step - (this.#at % step)) % step));
  }

  done(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }
}
