import type { ByteSource } from '../../words/ports.ts';
import { wrong } from './image-header.ts';

/** Bytes of a media file by offset. Every offset and length comes out of the file, and is held against its size first. */
export class MediaBytes {
  readonly #source: ByteSource;
  readonly #format: string;

  constructor(source: ByteSource, format: string) {
    this.#source = source;
    this.#format = format;
  }

  get size(): number {
    return this.#source.size;
  }

  /** @throws HG_INPUT_FORMAT when they are not all there. */
  bytes(at: number, length: number): Uint8Array {
    if (!(at >= 0 && length >= 0 && length <= this.size - at)) throw wrong(this.#format, `have ${length} bytes at ${at}`, `it ends at ${this.size}`);
    return this.#source.read(at, length);
  }

  u8(at: number): number {
    return this.bytes(at, 1)[0] as number;
  }

  u16(at: number, little: boolean): number {
    return this.#view(at, 2).getUint16(0, little);
  }

  u32(at: number, little: boolean): number {
    return this.#view(at, 4).getUint32(0, little);
  }

  /** Bytes as Latin-1, for signatures. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.bytes(at, length));
  }

  /** Copies of pieces, one after the other: what is kept of the file. */
  joined(pieces: readonly (Uint8Array | Piece)[]): Uint8Array {
    const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let to = 0;
    for (const piece of pieces) {
      const bytes = piece instanceof Uint8Array ? piece : this.bytes(piece.at, piece.length);
      out.set(bytes, to);
      to += bytes.length;
    }
    return out;
  }

  #view(at: number, length: number): DataView {
    const bytes = this.bytes(at, length);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }
}

/** A stretch of the file. */
export interface Piece {
  readonly at: number;
  readonly length: number;
}
