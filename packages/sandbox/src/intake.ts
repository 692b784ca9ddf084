import { type Frame, HEADER_BYTES, type Header, readHeader, readShape } from './frames.ts';

/** Asked once for each header, before anything is allocated: throws when the frame may not come, or is too big. */
export type Admit = (header: Header) => void;

type Need = { readonly part: 'header' | 'shape' | 'body'; readonly into: Uint8Array; filled: number };

/**
 * Puts frames together from the pieces in which a pipe delivers them. Never holds more than one frame, whose size `admit` has seen.
 *
 * Pieces are copied once, into memory of the frame's own: what a frame carries is never shared with another one.
 */
export class Intake {
  readonly #admit: Admit;
  readonly #deliver: (frame: Frame) => void;
  #need: Need = part('header', HEADER_BYTES);
  #header: Header | undefined;
  #shape: readonly number[] = [];

  constructor(admit: Admit, deliver: (frame: Frame) => void) {
    this.#admit = admit;
    this.#deliver = deliver;
  }

  /** @throws HG_GUEST_PROTOCOL, and what `admit` and `deliver` throw; the intake is of no use after that. */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.byteLength; ) {
      const { into, filled } = this.#need;
      const taken = Math.min(into.byteLength - filled, piece.byteLength - at);
      into.set(piece.subarray(at, at + taken), filled);
      this.#need.filled += taken;
      at += taken;
      if (this.#need.filled === into.byteLength) this.#advance();
    }
  }

  #advance(): void {
    const { part: done, into } = this.#need;
    if (done === 'header') {
      this.#header = readHeader(into);
      this.#admit(this.#header);
      this.#need = part('shape', 8 * this.#header.rank);
    } else if (done === 'shape' && this.#header !== undefined) {
      this.#shape = readShape(this.#header, into);
      this.#need = part('body', this.#header.bytes);
    } else if (this.#header !== undefined) {
      const frame = { ...this.#header, shape: this.#shape, body: into };
      this.#need = part('header', HEADER_BYTES);
      this.#deliver(frame);
      return;
    }
    if (this.#need.into.byteLength === 0) this.#advance();
  }
}

/** Large bodies are not cleared first: every byte is written before the frame is delivered. */
function part(name: Need['part'], bytes: number): Need {
  return { part: name, into: bytes < 4096 ? new Uint8Array(bytes) : Buffer.allocUnsafeSlow(bytes), filled: 0 };
}
