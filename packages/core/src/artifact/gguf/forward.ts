import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';

const WINDOW = 1 << 16;

/** Reads numbers and texts forward through a file, a window at a time; little-endian. Lengths are the sender's and are checked before anything is read. */
export class Forward {
  readonly #source: ByteSource;
  #window: Uint8Array = new Uint8Array();
  #start = 0;
  #at = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get offset(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#source.size - this.#at;
  }

  u8(): number {
    return this.#view(1).getUint8(0);
  }

  u32(): number {
    return this.#view(4).getUint32(0, true);
  }

  u64(): bigint {
    return this.#view(8).getBigUint64(0, true);
  }

  /** @throws HG_ARTIFACT_GGUF where the file ends before. */
  skip(bytes: bigint): void {
    this.#at += this.#length(bytes);
  }

  bytes(length: bigint): Uint8Array {
    const count = this.#length(length);
    const bytes = this.#source.read(this.#at, count);
    this.#at += count;
    return bytes;
  }

  #length(bytes: bigint): number {
    if (bytes <= BigInt(this.remaining)) return Number(bytes);
    throw new HorngateError('HG_ARTIFACT_GGUF', `Cannot read ${bytes} bytes as the file must hold them: ${this.remaining} are left`, {
      where: { offset: this.#at },
    });
  }

  #view(length: number): DataView {
    const count = this.#length(BigInt(length));
    if (this.#at < this.#start || this.#at + count > this.#start + this.#window.length) {
      this.#start = this.#at;
      this.#window = this.#source.read(this.#at, Math.min(WINDOW, this.remaining));
    }
    const view = new DataView(this.#window.buffer, this.#window.byteOffset + this.#at - this.#start, count);
    this.#at += count;
    return view;
  }
}
