import type { Tensor } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';
import { type Credit, lie, writeJson, writeTensor } from '../frames.ts';
import { Calls, type Request } from './calls.ts';
import { Input, send, writeAll } from './pipe.ts';

/** What a handler gives back: JSON, and tensors beside it. */
export interface Answer {
  readonly result: unknown;
  readonly tensors?: readonly Tensor[];
}

/** The memory of the tensors is the handler's until it has answered, and no longer. */
export type Handler = (params: unknown, tensors: readonly Tensor[]) => Promise<Answer> | Answer;

export interface ServeOptions {
  /** Largest frame that the host may send. */
  readonly maxFrameBytes?: number;
  /** Calls that may wait here, the one that is worked on among them, and their bytes together; a larger one comes alone. */
  readonly credit?: Credit;
}

const MAX_FRAME_BYTES = 2 ** 31;
const CREDIT: Credit = { calls: 8, bytes: 8 * 2 ** 20 };

/**
 * Answers the host's calls, in their order, until it closes descriptor 0. What was read ahead may be taken back; what is worked on may not, since a guest
 * that computes does not listen.
 *
 * Errors of a handler go back as `error` frames: a HorngateError with code, message and place, memory that could not be had as HG_LIMIT_MEMORY, all else as
 * HG_INTERNAL without a stack. An input that breaks the protocol ends the guest: there is nobody sensible to answer to.
 */
export async function serveFrames(
  handlers: Readonly<Record<string, Handler>>,
  { maxFrameBytes = MAX_FRAME_BYTES, credit = CREDIT }: ServeOptions = {},
): Promise<void> {
  quietConsole();
  const input = new Input(maxFrameBytes);
  const calls = new Calls(input, credit);
  send(writeJson(0, 'credit', credit));
  for (let call = calls.next(); call !== undefined; call = calls.next()) {
    await answer(handlers, call);
    for (const body of call.bodies) input.recycle(body);
  }
}

/** Sends a line of text to the host, which caps and escapes it. */
export const log = (text: string): void => send(writeJson(0, 'log', text));

async function answer(handlers: Readonly<Record<string, Handler>>, { id, method, params, tensors }: Request): Promise<void> {
  try {
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
    if (handler === undefined) throw lie('the method', `one of ${Object.keys(handlers).join(', ')}`, method);
    const { result, tensors: answers = [] } = await handler(params, tensors);
    // All parts are made before the first is sent: after a chunk, an error would still be allowed, but half an answer helps nobody.
    const parts = [...answers.map((tensor) => writeTensor(id, tensor)), writeJson(id, 'end', result)];
    send(...parts);
  } catch (error) {
    const { code, message, where } = told(error);
    send(writeJson(id, 'error', { code, message, where }));
  }
}

/** What the host may hear of an error. */
function told(error: unknown): HorngateError {
  if (error instanceof HorngateError) return error;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // V8 and std::bad_alloc (ONNX Runtime): https://github.com/v8/v8/blob/main/src/common/message-template.h
  const memory =
    /Array buffer allocation failed|Invalid array buffer length|Invalid typed array length|bad_alloc|Failed to allocate memory|out of memory/i.test(text);
  return new HorngateError(memory ? 'HG_LIMIT_MEMORY' : 'HG_INTERNAL', text.slice(0, 1000));
}

/** Descriptor 1 carries frames: whatever a library prints must not get between them. */
function quietConsole(): void {
  const print = (...values: unknown[]): void => writeAll(2, Buffer.from(`${values.map(String).join(' ')}\n`));
  for (const name of ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir'] as const) console[name] = print;
}
