import { readSync, writeSync } from 'node:fs';
import { type Frame, HEADER_BYTES, lie, readHeaderAt, readShape } from '../frames.ts';

const BUFFER_BYTES = 64 * 1024;

/** Memory that is kept for the next requests, so that a large tensor costs no new pages each time. */
const KEPT_BYTES = 64 * 2 ** 20;

/** Frames of descriptor 0, blocking. Small ones are read ahead together, as many as one read gives; large bodies go straight into their place. */
export class Input {
  readonly #maxFrameBytes: number;
  readonly #free: Uint8Array[] = [];
  readonly #ahead = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  readonly #view = new DataView(this.#ahead.buffer);
  #from = 0;
  #to = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Whether the next frame was read already, so that `frame` does not wait. */
  get hasFrame(): boolean {
    const there = this.#to - this.#from;
    if (there < HEADER_BYTES) return false;
    const { rank, bytes } = readHeaderAt(this.#view, this.#from);
    return there >= HEADER_BYTES + 8 * rank + bytes;
  }

  /** The next frame; undefined when the host has closed its end between two frames. @throws HG_GUEST_PROTOCOL */
  frame(): Frame | undefined {
    if (!this.#fill(HEADER_BYTES, true)) return undefined;
    const header = readHeaderAt(this.#view, this.#from);
    if (header.bytes > this.#maxFrameBytes) throw lie('the length', `at most ${this.#maxFrameBytes}`, header.bytes);
    this.#from += HEADER_BYTES;
    if (header.rank > 0) this.#fill(8 * header.rank);
    const shape = header.kind === 'chunk' ? readShape(header, this.#ahead.subarray(this.#from, this.#from + 8 * header.rank)) : [];
    this.#from += 8 * header.rank;
    return { ...header, shape, body: this.#body(header.bytes) };
  }

  /** What this body's memory held is done with: it may hold another one. */
  recycle(body: Uint8Array): void {
    if (body.byteLength < BUFFER_BYTES) return;
    this.#free.push(body);
    for (let kept = this.#free.reduce((sum, { byteLength }) => sum + byteLength, 0); kept > KEPT_BYTES; ) kept -= this.#free.shift()?.byteLength ?? kept;
  }

  #body(bytes: number): Uint8Array {
    const into: Uint8Array = bytes < BUFFER_BYTES ? new Uint8Array(bytes) : this.#memory(bytes);
    let filled = Math.min(this.#to - this.#from, bytes);
    into.set(this.#ahead.subarray(this.#from, this.#from + filled));
    this.#from += filled;
    for (; bytes - filled >= BUFFER_BYTES; filled += some(readSome(into, filled, bytes - filled)));
    if (filled === bytes) return into;
    this.#fill(bytes - filled);
    into.set(this.#ahead.subarray(this.#from, this.#from + bytes - filled), filled);
    this.#from += bytes - filled;
    return into;
  }

  #memory(bytes: number): Uint8Array {
    const at = this.#free.findIndex(({ byteLength }) => byteLength === bytes);
    return at < 0 ? Buffer.allocUnsafeSlow(bytes) : (this.#free.splice(at, 1)[0] as Uint8Array);
  }

  /** Reads until `count` bytes, fewer than the buffer has, lie ahead together. False: the input ended, where it may. */
  #fill(count: number, mayEnd = false): boolean {
    while (this.#to - this.#from < count) {
      if (this.#from === this.#to || this.#from + count > BUFFER_BYTES) this.#toFront();
      const read = readSome(this.#ahead, this.#to, BUFFER_BYTES - this.#to);
      if (read === 0 && mayEnd && this.#from === this.#to) return false;
      this.#to += some(read);
    }
    return true;
  }

  #toFront(): void {
    this.#ahead.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
  }
}

function some(count: number): number {
  if (count === 0) throw lie('a frame', 'whole', 'the end of the input');
  return count;
}

const together = Buffer.allocUnsafeSlow(BUFFER_BYTES);

/** Writes frames to descriptor 1: small parts together in one call, since each call wakes the host; large ones without a copy. */
export function send(...frames: readonly (readonly [head: Uint8Array, body: Uint8Array])[]): void {
  let held = 0;
  const flush = (): void => {
    if (held > 0) writeAll(1, together, held);
    held = 0;
  };
  for (const frame of frames)
    for (const part of frame) {
      if (held + part.byteLength > BUFFER_BYTES) flush();
      if (part.byteLength > BUFFER_BYTES) writeAll(1, part);
      else together.set(part, held);
      held += part.byteLength > BUFFER_BYTES ? 0 : part.byteLength;
    }
  flush();
}

export function writeAll(descriptor: number, bytes: Uint8Array, count = bytes.byteLength): void {
  for (let at = 0; at < count; ) at += retry(() => writeSync(descriptor, bytes, at, count - at));
}

const readSome = (into: Uint8Array, at: number, bytes: number): number => retry(() => readSync(0, into, at, bytes, null));

/** Our ends are blocking; should somebody hand us another one, wait a millisecond rather than spin. */
function retry(call: () => number): number {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || (error.code !== 'EAGAIN' && error.code !== 'EINTR')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
