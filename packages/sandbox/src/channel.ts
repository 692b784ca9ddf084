import type { Readable, Writable } from 'node:stream';
import type { Tensor } from '@horngate/core/tensor';
import { asHorngateError, HorngateError } from '@horngate/core/words';
import { type Frame, type Header, type Kind, lie, readJson, readTensor, writeHeader, writeJson, writeTensor } from './frames.ts';
import { Intake } from './intake.ts';
import { printable, readError } from './reported.ts';

/** Parts up to this are copied together: one write costs less than a few. */
const SMALL_BYTES = 16 * 1024;

/** What a guest may answer with; each is checked before the memory is taken. */
export interface Caps {
  /** Bytes of one JSON text: a result or an error. */
  readonly maxJsonBytes: number;
  /** Bytes of all tensors of one answer, where the call names no other number. */
  readonly maxResultBytes: number;
  readonly maxTensors: number;
  /** Bytes of all `log` frames of a guest's life. */
  readonly maxLogBytes: number;
  /** Wall time of a call that names none. */
  readonly deadlineMs: number;
}

export const DEFAULT_CAPS: Caps = { maxJsonBytes: 16 * 2 ** 20, maxResultBytes: 2 ** 30, maxTensors: 4096, maxLogBytes: 2 ** 20, deadlineMs: 120_000 };

export interface CallOptions {
  /** Ends the wait. A call that is already with the guest goes on there, and its answer is dropped: a guest that computes cannot listen. */
  readonly signal?: AbortSignal;
  /** Wall time from now on; past it the guest is killed if it works on this call. */
  readonly deadlineMs?: number;
  readonly maxResultBytes?: number;
}

export interface Result {
  /** Parsed JSON of a capped size: the caller validates every field. */
  readonly result: unknown;
  readonly tensors: readonly Tensor[];
}

/** What a channel needs of the process at its other end. */
export interface Peer {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Settles with why the guest is gone. */
  readonly died: Promise<HorngateError>;
  kill(): void;
}

interface Call {
  readonly id: number;
  readonly parts: readonly (readonly [Uint8Array, Uint8Array])[];
  readonly maxResultBytes: number;
  readonly tensors: Tensor[];
  bytes: number;
  settle(outcome: Result | Error): void;
}

/**
 * The host's end of the frames: one call at a time, in the order of asking. The guest at the other end may lie in every byte.
 *
 * A breach of the protocol, too much output and a deadline kill the guest: the current call learns why, waiting and later ones too.
 */
export class Channel {
  readonly #peer: Peer;
  readonly #caps: Caps;
  readonly #onLog: (text: string) => void;
  readonly #waiting: Call[] = [];
  readonly #ready = deferred<void>();
  #current: Call | undefined;
  #failed: HorngateError | undefined;
  #lastId = 0;
  #logBytes = 0;
  #isReady = false;

  constructor(peer: Peer, caps: Partial<Caps> = {}, onLog: (text: string) => void = () => undefined) {
    this.#peer = peer;
    this.#caps = { ...DEFAULT_CAPS, ...caps };
    this.#onLog = onLog;
    this.#ready.promise.catch(() => undefined);
    const intake = new Intake(
      (header) => this.#admit(header),
      (frame) => this.#take(frame),
    );
    peer.stdout.on('data', (piece: Buffer) => this.#guarded(() => intake.push(piece)));
    // Whoever closes its output without ending gets a moment to end, for the sake of an honest exit status.
    peer.stdout.on('end', () => setTimeout(() => peer.kill(), 200).unref());
    peer.stdin.on('error', () => undefined);
    peer.stdout.on('error', () => undefined);
    void peer.died.then((error) => this.#fail(error));
  }

  /** Settles once the guest says that it takes calls. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /**
   * Calls `method` in the guest.
   *
   * @param tensors - not copied: leave their memory alone until the call is settled.
   * @throws what the guest reports; HG_GUEST_PROTOCOL, HG_GUEST_DIED, HG_LIMIT_DEADLINE, HG_LIMIT_OUTPUT, HG_LIMIT_MEMORY, HG_LIMIT_CPU; the signal's reason.
   */
  call(method: string, params: unknown = {}, tensors: readonly Tensor[] = [], options: CallOptions = {}): Promise<Result> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    if (options.signal?.aborted === true) return Promise.reject(options.signal.reason);
    const { promise, resolve, reject } = deferred<Result>();
    this.#lastId = (this.#lastId + 1) >>> 0 || 1;
    const id = this.#lastId;
    const parts = [writeJson(id, 'call', { method, params }), ...tensors.map((tensor) => writeTensor(id, tensor)), end(id)];
    const settle = (outcome: Result | Error): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    };
    const call: Call = { id, parts, maxResultBytes: options.maxResultBytes ?? this.#caps.maxResultBytes, tensors: [], bytes: 0, settle };
    const abort = (): void => this.#abandon(call, options.signal?.reason);
    const deadlineMs = options.deadlineMs ?? this.#caps.deadlineMs;
    const timer = setTimeout(() => this.#expire(call, deadlineMs), deadlineMs);
    options.signal?.addEventListener('abort', abort, { once: true });
    this.#waiting.push(call);
    this.#next();
    return promise;
  }

  /** Ends the conversation; a healthy guest leaves by itself when its input ends. */
  close(): void {
    this.#peer.stdin.end();
  }

  #next(): void {
    if (this.#current !== undefined || this.#failed !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) return;
    const parts = this.#current.parts.flat();
    if (parts.every(({ byteLength }) => byteLength <= SMALL_BYTES)) this.#peer.stdin.write(Buffer.concat(parts));
    else {
      this.#peer.stdin.cork();
      for (const bytes of parts) if (bytes.byteLength > 0) this.#peer.stdin.write(bytes);
      this.#peer.stdin.uncork();
    }
  }

  #admit({ id, kind, bytes }: Header): void {
    if (kind === 'log') this.#admitLog(bytes);
    else if (kind === 'credit') this.#admitCredit(id, bytes);
    else this.#admitAnswer(id, kind, bytes);
  }

  #admitAnswer(id: number, kind: Kind, bytes: number): void {
    const call = this.#current;
    if (call === undefined || id !== call.id) throw lie('the id', call === undefined ? 'none, as nothing was asked' : String(call.id), id);
    if (kind !== 'chunk' && kind !== 'end' && kind !== 'error') throw lie('the kind', 'one of an answer', kind);
    call.bytes += kind === 'chunk' ? bytes : 0;
    if (kind !== 'chunk' && bytes > this.#caps.maxJsonBytes) throw flood(`${bytes} bytes of JSON`, this.#caps.maxJsonBytes);
    if (call.bytes > call.maxResultBytes) throw flood(`${call.bytes} bytes of tensors`, call.maxResultBytes);
    if (kind === 'chunk' && call.tensors.length >= this.#caps.maxTensors) throw flood('more tensors', this.#caps.maxTensors);
  }

  #admitLog(bytes: number): void {
    this.#logBytes += bytes + 24;
    if (this.#logBytes > this.#caps.maxLogBytes) throw flood(`${this.#logBytes} bytes of log`, this.#caps.maxLogBytes);
  }

  #admitCredit(id: number, bytes: number): void {
    if (this.#isReady || id !== 0 || bytes !== 0) throw lie('"credit"', 'sent once, empty', `id ${id} with ${bytes} bytes`);
    this.#isReady = true;
  }

  #take(frame: Frame): void {
    const call = this.#current;
    if (frame.kind === 'credit') this.#ready.resolve();
    else if (frame.kind === 'log') this.#onLog(printable(String(readJson(frame)), 4096));
    else if (call === undefined) throw lie('the id', 'none', frame.id);
    else if (frame.kind === 'chunk') call.tensors.push(readTensor(frame));
    else this.#finish(call, frame);
  }

  #finish(call: Call, frame: Frame): void {
    const outcome = frame.kind === 'end' ? { result: readJson(frame), tensors: call.tensors } : readError(readJson(frame));
    this.#current = undefined;
    call.settle(outcome);
    this.#next();
  }

  /** The caller goes; what is with the guest stays current until its answer came, so that the next answer is not taken for this one's. */
  #abandon(call: Call, reason: unknown): void {
    const at = this.#waiting.indexOf(call);
    if (at >= 0) this.#waiting.splice(at, 1);
    call.settle(reason instanceof Error ? reason : new HorngateError('HG_LIMIT_DEADLINE', 'Cannot wait for the guest as the caller left'));
  }

  #expire(call: Call, deadlineMs: number): void {
    const error = new HorngateError('HG_LIMIT_DEADLINE', `Cannot wait for the guest as its answer must come within ${deadlineMs} ms: found none`);
    if (this.#current === call) this.#fail(error);
    else this.#abandon(call, error);
  }

  #guarded(work: () => void): void {
    if (this.#failed !== undefined) return;
    try {
      work();
    } catch (error) {
      // Memory that V8 will not give is more than the guest may send, whatever the cap said.
      this.#fail(error instanceof RangeError ? flood(error.message, this.#caps.maxResultBytes) : asHorngateError(error));
    }
  }

  #fail(error: HorngateError): void {
    if (this.#failed !== undefined) return;
    this.#failed = error;
    this.#peer.kill();
    this.#ready.reject(error);
    this.#current?.settle(error);
    for (const call of this.#waiting.splice(0)) call.settle(error);
    this.#current = undefined;
  }
}

const end = (id: number): [Uint8Array, Uint8Array] => [writeHeader(id, 'end', 0), new Uint8Array(0)];

function flood(found: string, cap: number): HorngateError {
  return new HorngateError('HG_LIMIT_OUTPUT', `Cannot take the guest's answer as it must stay within ${cap}: found ${found}`);
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** `Promise.withResolvers` is not in Node 20. */
function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
