import { HorngateError } from '../../words/error.ts';

/** What comes out of a compression that refers back to itself: it grows with what really comes, and never past the budget. */
export class Output {
  readonly #maxBytes: number;
  #bytes: Uint8Array;
  length = 0;
  /** The first checksum that is not that of the data: decoding goes on, since whoever does not compare checksums would use them. */
  fault: HorngateError | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#bytes = new Uint8Array(Math.min(maxBytes, 1 << 16));
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** Bytes that may still come. */
  get left(): number {
    return this.#maxBytes - this.length;
  }

  /** The byte `distance` before the end. */
  back(distance: number): number {
    return this.#bytes[this.length - distance] as number;
  }

  push(byte: number): void {
    this.#room(1);
    this.#bytes[this.length++] = byte;
  }

  append(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Repeats what stands `distance` before the end, itself too where it is longer than that. The caller has compared the distance with the length. */
  repeat(distance: number, count: number): void {
    this.#room(count);
    const bytes = this.#bytes;
    const to = this.length;
    if (distance >= count) bytes.copyWithin(to, to - distance, to - distance + count);
    else for (let at = to; at < to + count; at++) bytes[at] = bytes[at - distance] as number;
    this.length += count;
  }

  /** Notes a checksum that must be another one. */
  expect(isRight: boolean, format: string, wanted: string, offset?: number): void {
    if (!isRight) this.fault ??= broken(format, wanted, offset);
  }

  #room(count: number): void {
    const wanted = this.length + count;
    if (wanted > this.#maxBytes) throw new HorngateError('HG_LIMIT_RATIO', `Cannot unpack the data as they must be at most ${this.#maxBytes} bytes`);
    if (wanted <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.min(this.#maxBytes, Math.max(wanted, this.#bytes.length * 2)));
    grown.set(this.bytes);
    this.#bytes = grown;
  }
}

export const broken = (format: string, wanted: string, offset?: number): HorngateError =>
  new HorngateError('HG_ARTIFACT_ARCHIVE', `Cannot unpack the ${format} data as ${wanted}`, offset === undefined ? {} : { where: { offset } });
