import type { Tensor } from '@horngate/core/tensor';
import { type Credit, type Frame, lie, readJson, readTensor, writeHeader } from '../frames.ts';
import { type Input, send } from './pipe.ts';

/** A call as it comes in, frame by frame. */
export interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
  readonly tensors: Tensor[];
  /** The memory of its tensors, to be recycled. */
  readonly bodies: Uint8Array[];
  whole: boolean;
}

/** The calls that the host has sent and that wait here. More than was granted ends the guest: the host that sends it is not ours. */
export class Calls {
  readonly #input: Input;
  readonly #credit: Credit;
  readonly #waiting: Request[] = [];

  constructor(input: Input, credit: Credit) {
    this.#input = input;
    this.#credit = credit;
  }

  /**
   * The call to work on next; undefined when the host has closed its end. All that was read already is looked at first, so that a call which was taken
   * back is not begun.
   */
  next(): Request | undefined {
    while (this.#waiting[0]?.whole !== true || this.#input.hasFrame) {
      const frame = this.#input.frame();
      if (frame === undefined) return undefined;
      this.#take(frame);
    }
    return this.#waiting.shift();
  }

  #take(frame: Frame): void {
    if (frame.kind === 'call') this.#begin(frame);
    else if (frame.kind === 'cancel') this.#cancel(frame);
    else this.#add(frame);
  }

  #begin(frame: Frame): void {
    if (this.#waiting.length >= this.#credit.calls) throw lie('the calls', `at most ${this.#credit.calls}`, this.#waiting.length + 1);
    const { method, params } = (readJson(frame) ?? {}) as { method?: unknown; params?: unknown };
    if (typeof method !== 'string') throw lie('the method', 'a string', typeof method);
    this.#waiting.push({ id: frame.id, method, params, tensors: [], bodies: [], whole: false });
  }

  #add(frame: Frame): void {
    const call = this.#waiting.find(({ id }) => id === frame.id);
    if (call === undefined || call.whole) throw lie('the id', 'one of a call that is not whole', frame.id);
    if (frame.kind === 'end') call.whole = true;
    else {
      call.tensors.push(readTensor(frame));
      call.bodies.push(frame.body);
      this.#count();
    }
  }

  #count(): void {
    if (this.#waiting.length === 1) return;
    const bytes = this.#waiting.reduce((sum, { bodies }) => sum + bodies.reduce((all, { byteLength }) => all + byteLength, 0), 0);
    if (bytes > this.#credit.bytes) throw lie('the bytes of waiting calls', `at most ${this.#credit.bytes}`, bytes);
  }

  /** One that was answered meanwhile is not here any more: its answer is the answer to this, too. */
  #cancel({ id }: Frame): void {
    const at = this.#waiting.findIndex((call) => call.id === id);
    if (at < 0) return;
    for (const { bodies } of this.#waiting.splice(at, 1)) for (const body of bodies) this.#input.recycle(body);
    send([writeHeader(id, 'cancel', 0), new Uint8Array(0)]);
  }
}
