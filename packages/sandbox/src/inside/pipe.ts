import { readSync, writeSync } from 'node:fs';
import { type Frame, HEADER_BYTES, lie, readHeader, readShape } from '../frames.ts';

const BUFFER_BYTES = 64 * 1024;

/** Memory that is kept for the next request, so that a large tensor costs no new pages each time. */
const KEPT_BYTES = 64 * 2 ** 20;

/** Bytes of descriptor 0 by count, blocking. Small parts are read ahead together, large ones straight into their place. */
export class Input {
  readonly #maxFrameBytes: number;
  readonly #used: Buffer[] = [];
  #free: Buffer[] = [];
  readonly #ahead = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #from = 0;
  #to = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** The next frame; undefined when the host has closed its end between two frames. @throws HG_GUEST_PROTOCOL */
  frame(): Frame | undefined {
    const head = this.#take(HEADER_BYTES, true);
    if (head === undefined) return undefined;
    const header = readHeader(head);
    if (header.bytes > this.#maxFrameBytes) throw lie('the length', `at most ${this.#maxFrameBytes}`, header.bytes);
    const shape = readShape(header, this.#rest(8 * header.rank));
    return { ...header, shape, body: this.#rest(header.bytes) };
  }

  /** The frames since the last call are done with: their memory may hold the next ones. */
  recycle(): void {
    let kept = 0;
    this.#free = this.#used.splice(0).filter(({ byteLength }) => {
      kept += byteLength;
      return kept <= KEPT_BYTES;
    });
  }

  #memory(bytes: number): Buffer {
    if (bytes < BUFFER_BYTES) return Buffer.allocUnsafeSlow(bytes);
    const at = this.#free.findIndex(({ byteLength }) => byteLength === bytes);
    const memory = at < 0 ? Buffer.allocUnsafeSlow(bytes) : (this.#free.splice(at, 1)[0] as Buffer);
    this.#used.push(memory);
    return memory;
  }

  #rest(bytes: number): Uint8Array {
    const taken = this.#take(bytes, false);
    if (taken === undefined) throw lie('a frame', 'whole', 'the end of the input');
    return taken;
  }

  #take(bytes: number, mayEnd: boolean): Uint8Array | undefined {
    const into = this.#memory(bytes);
    let filled = this.#drain(into, 0);
    while (filled < bytes) {
      const count = bytes - filled >= BUFFER_BYTES ? readSome(into, filled, bytes - filled) : this.#readAhead(into, filled);
      if (count === 0 && mayEnd && filled === 0) return undefined;
      if (count === 0) throw lie('a frame', 'whole', 'the end of the input');
      filled += count;
    }
    return into;
  }

  #drain(into: Buffer, at: number): number {
    const count = Math.min(this.#to - this.#from, into.byteLength - at);
    this.#ahead.copy(into, at, this.#from, this.#from + count);
    this.#from += count;
    return count;
  }

  #readAhead(into: Buffer, at: number): number {
    this.#from = 0;
    this.#to = readSome(this.#ahead, 0, BUFFER_BYTES);
    return this.#drain(into, at);
  }
}

/** Writes frames to descriptor 1: small parts together in one call, since each call wakes the host; large ones without a copy. */
export function send(...frames: readonly (readonly [head: Uint8Array, body: Uint8Array])[]): void {
  let small: Uint8Array[] = [];
  for (const part of frames.flat()) {
    if (part.byteLength <= BUFFER_BYTES) small.push(part);
    else {
      writeAll(1, Buffer.concat(small));
      writeAll(1, part);
      small = [];
    }
  }
  writeAll(1, Buffer.concat(small));
}

export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength; ) at += retry(() => writeSync(descriptor, bytes, at, bytes.byteLength - at));
}

const readSome = (into: Buffer, at: number, bytes: number): number => retry(() => readSync(0, into, at, bytes, null));

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
