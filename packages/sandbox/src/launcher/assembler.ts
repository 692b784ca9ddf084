import { HorngateError } from '@horngate/core/words';

/** A place in the data section. */
export interface Place {
  readonly offset: number;
}

/** An argument of a system call: a number, the address of a place, or the 64 bits that are there when the call is made. */
export type Operand = number | Place | { readonly valueAt: number };

/** Four bytes that say how far it is to a place: `write` gets the distance from the first of them. */
export interface Relative {
  readonly to: Place;
  readonly write: (distance: number) => readonly number[];
}

/** Machine code. */
export type Piece = readonly number[] | Relative;

/** The lowest `bytes` of a number, least significant first; negative ones as two's complement. */
export const little = (bytes: number, value: number): number[] =>
  Array.from({ length: bytes }, (_, index) => Number((BigInt.asUintN(64, BigInt(value)) >> BigInt(8 * index)) & 0xffn));

/** One processor's way to say the few things that a launcher says. */
export interface Encoder {
  /** e_machine of ELF. */
  readonly machine: number;
  /** Largest page that a kernel for it may have: what segments are aligned to. */
  readonly pageBytes: number;
  /** Saves what a function must keep, and gives it back before it returns 0. */
  readonly enter: readonly number[];
  readonly leave: readonly number[];
  argument(index: number, operand: Operand): Piece[];
  call(number: number): Piece[];
  /** Leaves the process with `status` when the last call failed. */
  exitOnError(status: number): Piece[];
  /** Leaves the process with `status` unless the last call's result was `wanted` (0 to 127). */
  exitUnless(wanted: number, status: number): Piece[];
  /** Leaves the process with the last call's result plus `base`. */
  exitWithResult(base: number): Piece[];
  keepResult(place: Place): Piece[];
  /** Copies 32 bits. */
  copy(from: Place, to: Place): Piece[];
  /** Writes the address of `target` to `place`. */
  point(place: Place, target: Place): Piece[];
}

/** A straight list of system calls with the data that they need: no jump but to an exit, so that it can be read from top to bottom. */
export class Assembly {
  readonly encoder: Encoder;
  readonly #pieces: Piece[] = [];
  readonly #data: number[] = [];

  constructor(encoder: Encoder) {
    this.encoder = encoder;
  }

  data(bytes: Uint8Array): Place {
    while (this.#data.length % 8 !== 0) this.#data.push(0);
    const offset = this.#data.length;
    for (const byte of bytes) this.#data.push(byte);
    return { offset };
  }

  text(value: string): Place {
    if (value.includes('\0')) throw new HorngateError('HG_GUEST_START', 'Cannot write a launcher as its texts must have no NUL: found one');
    return this.data(new TextEncoder().encode(`${value}\0`));
  }

  /** An array of pointers, with a null behind the last. */
  pointers(targets: readonly Place[]): Place {
    const array = this.data(new Uint8Array(8 * (targets.length + 1)));
    targets.forEach((target, index) => {
      this.add(this.encoder.point({ offset: array.offset + 8 * index }, target));
    });
    return array;
  }

  /** Makes a system call; when it fails, the process ends with `status`. */
  call(number: number, operands: readonly Operand[], status?: number): void {
    operands.forEach((operand, index) => {
      this.add(this.encoder.argument(index, operand));
    });
    this.add(this.encoder.call(number));
    if (status !== undefined) this.add(this.encoder.exitOnError(status));
  }

  add(pieces: readonly Piece[]): void {
    this.#pieces.push(...pieces);
  }

  get codeBytes(): number {
    return this.#pieces.reduce((sum, piece) => sum + ('to' in piece ? 4 : piece.length), 0);
  }

  get dataBytes(): Uint8Array {
    return Uint8Array.from(this.#data);
  }

  /** The code, for where it and its data will lie. */
  encode(codeAddress: number, dataAddress: number): Uint8Array {
    const code = new Uint8Array(this.codeBytes);
    let at = 0;
    for (const piece of this.#pieces) {
      const bytes = 'to' in piece ? piece.write(dataAddress + piece.to.offset - (codeAddress + at)) : piece;
      code.set(bytes, at);
      at += bytes.length;
    }
    return code;
  }
}

/** The encoder of this processor. @throws HG_UNSUPPORTED_PLATFORM where there is none. */
export function encoderFor(architecture: string, encoders: Readonly<Record<string, Encoder>>): Encoder {
  const encoder = Object.hasOwn(encoders, architecture) ? encoders[architecture] : undefined;
  if (encoder !== undefined) return encoder;
  throw new HorngateError(
    'HG_UNSUPPORTED_PLATFORM',
    `Cannot confine a guest as the processor must be one of ${Object.keys(encoders).join(', ')}: found "${architecture}"`,
  );
}
