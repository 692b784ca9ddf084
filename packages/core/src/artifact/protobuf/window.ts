import type { ByteSource } from '../../words/ports.ts';
import { checkRange } from '../source.ts';

const WINDOW_BYTES = 1 << 16;

/** A source byte by byte, by windows: a reader that skips what it does not need costs the windows that it looks at, not the file. */
export class Window {
  readonly size: number;
  readonly #source: ByteSource;
  #bytes = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
  }

  /** @throws HG_ARTIFACT_TRUNCATED past the end. */
  byte(at: number): number {
    const byte = this.#bytes[at - this.#start];
    return byte ?? this.#load(at);
  }

  /** Up to `length` bytes; a view or a copy. */
  bytes(at: number, length: number): Uint8Array {
    return this.#source.read(at, length);
  }

  #load(at: number): number {
    checkRange(this.size, at, 1);
    this.#bytes = Uint8Array.from(this.#source.read(at, Math.min(WINDOW_BYTES, this.size - at)));
    this.#start = at;
    return this.#bytes[0] as number;
  }
}
