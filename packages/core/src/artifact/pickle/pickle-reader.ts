import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { ARGUMENT_OF } from './opcodes.ts';

/** Bytes looked at together. */
const WINDOW = 1 << 16;
/** A piece of a line in which its end is looked for. */
const PIECE = 1 << 16;
const MAX_LINE = 64 * 1024 * 1024;

/**
 * Reads the op-codes of a pickle one after the other, through a window; data of any length are passed, not read.
 *
 * For speed nothing is made for an op-code: after `next()` the fields say what it was. A pickle of ten million op-codes must not make ten million objects.
 */
export class PickleReader {
  readonly source: ByteSource;
  /** Of the op-code. */
  at = 0;
  code = 0;
  /** Of the next one. */
  offset: number;
  /** A number that is the whole argument: of `u8` to `u64`. */
  number = 0;
  /** Where the data of the argument begin, and how many they are: of lines (without the line feed) and counted data. */
  dataAt = 0;
  dataBytes = 0;
  /** Of the second line of `lines`. */
  secondAt = 0;
  secondBytes = 0;
  /** Bytes of the file from `windowAt` on; empty behind its end. */
  window: Uint8Array = new Uint8Array(0);
  windowAt = 0;

  readonly #windowBytes: number;

  /** @param windowBytes - looked at together; fewer where a single op-code is wanted. */
  constructor(source: ByteSource, offset = 0, windowBytes = WINDOW) {
    this.source = source;
    this.#windowBytes = windowBytes;
    this.offset = offset;
  }

  /** Passes the next op-code and its argument. @returns its byte. @throws HG_ARTIFACT_PICKLE for a byte that is none, and where the file ends inside it. */
  next(): number {
    const at = this.offset;
    let local = at - this.windowAt;
    // An op-code with a fixed argument has at most nine bytes.
    if (local < 0 || local + 9 > this.window.length) {
      this.#fill(at);
      local = 0;
    }
    const window = this.window;
    const code = window[local];
    this.at = at;
    if (code === undefined) throw this.#ends();
    this.code = code;
    switch (ARGUMENT_OF[code]) {
      case 0: // none
        this.offset = at + 1;
        return code;
      case 1: // u8
        this.number = this.#byte(local + 1);
        this.offset = at + 2;
        return code;
      case 2: // u16
        this.number = this.#little(local + 1, 2);
        this.offset = at + 3;
        return code;
      case 3: // u32
        this.number = this.#little(local + 1, 4);
        this.offset = at + 5;
        return code;
      case 4: // i32
        this.number = this.#little(local + 1, 4) | 0;
        this.offset = at + 5;
        return code;
      case 5: // u64
        this.number = this.#little(local + 1, 8);
        this.offset = at + 9;
        return code;
      case 6: // f64
        this.#byte(local + 8);
        this.offset = at + 9;
        return code;
      case 7: // line
        this.dataAt = at + 1;
        this.dataBytes = this.#lineLength(at + 1);
        this.offset = at + 1 + this.dataBytes + 1;
        return code;
      case 8: // lines
        this.dataAt = at + 1;
        this.dataBytes = this.#lineLength(at + 1);
        this.secondAt = this.dataAt + this.dataBytes + 1;
        this.secondBytes = this.#lineLength(this.secondAt);
        this.offset = this.secondAt + this.secondBytes + 1;
        return code;
      case 9: // data8
        this.#data(at + 2, this.#byte(local + 1));
        return code;
      case 10: // data32
        this.#data(at + 5, this.#little(local + 1, 4));
        return code;
      case 11: // sdata32
        this.#data(at + 5, this.#little(local + 1, 4) | 0);
        return code;
      case 12: // data64
        this.#data(at + 9, this.#little(local + 1, 8));
        return code;
      default:
        throw this.broken(`Cannot follow the pickle as the next byte must be an op-code: it is 0x${code.toString(16).padStart(2, '0')}`);
    }
  }

  /** The byte at an offset, without passing it; undefined behind the end. */
  peek(offset: number): number | undefined {
    if (offset < 0 || offset >= this.source.size) return undefined;
    const local = offset - this.windowAt;
    if (local >= 0 && local < this.window.length) return this.window[local];
    return this.source.read(offset, 1)[0];
  }

  /** Bytes that stand in the file. */
  bytes(offset: number, length: number): Uint8Array {
    const local = offset - this.windowAt;
    if (local >= 0 && local + length <= this.window.length) return this.window.subarray(local, local + length);
    return this.source.read(offset, length);
  }

  /** Reads a window with the next op-code, for who follows the plain ones in it by themselves. */
  prepare(): void {
    const local = this.offset - this.windowAt;
    if (local < 0 || local + 9 > this.window.length) this.#fill(this.offset);
  }

  broken(message: string): HorngateError {
    return new HorngateError('HG_ARTIFACT_PICKLE', message, { where: { offset: this.at } });
  }

  #data(from: number, length: number): void {
    if (!(length >= 0 && length <= this.source.size - from)) throw this.#ends();
    this.dataAt = from;
    this.dataBytes = length;
    this.offset = from + length;
  }

  #byte(local: number): number {
    const byte = this.window[local];
    if (byte === undefined) throw this.#ends();
    return byte;
  }

  #little(local: number, bytes: number): number {
    let value = 0;
    for (let n = bytes - 1; n >= 0; n--) value = value * 256 + this.#byte(local + n);
    return value;
  }

  /** Bytes until the line feed. A line may be as long as the file. */
  #lineLength(from: number): number {
    const local = from - this.windowAt;
    if (local >= 0 && local < this.window.length) {
      const end = this.window.indexOf(10, local);
      if (end >= 0) return end - local;
    }
    for (let at = from; at < this.source.size; at += PIECE) {
      if (at - from > MAX_LINE)
        throw new HorngateError('HG_LIMIT_BYTES', `Cannot follow the pickle as a line may have at most ${MAX_LINE} bytes`, { where: { offset: this.at } });
      const end = this.source.read(at, Math.min(PIECE, this.source.size - at)).indexOf(10);
      if (end >= 0) return at + end - from;
    }
    throw this.#ends();
  }

  #fill(at: number): void {
    this.windowAt = at;
    const { size } = this.source;
    this.window = at < size ? this.source.read(at, Math.min(this.#windowBytes, size - at)) : new Uint8Array(0);
  }

  #ends(): HorngateError {
    return this.broken('Cannot follow the pickle to its end as it must end with the op-code STOP: the file ends before');
  }
}
