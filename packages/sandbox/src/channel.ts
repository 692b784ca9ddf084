import type { Readable, Writable } from 'node:stream';
import type { Tensor } from '@horngate/core/tensor';
import { asHorngateError, HorngateError } from '@horngate/core/words';
import { Alarm } from './alarm.ts';
import { type Credit, type Frame, type Header, type Kind, lie, readCredit, readJson, readTensor, writeHeader, writeJson, writeTensor } from './frames.ts';
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
  /** Calls that may wait for a guest which takes no more. */
  readonly maxWaiting: number;
}

export const DEFAULT_CAPS: Caps = {
  maxJsonBytes: 16 * 2 ** 20,
  maxResultBytes: 2 ** 30,
  maxTensors: 4096,
  maxLogBytes: 2 ** 20,
  deadlineMs: 120_000,
  maxWaiting: 1024,
};

export interface CallOptions {
  /**
   * Takes the call back. One that waits is never begun, wherever it waits; one that the guest works on goes on there, and its answer is dropped: a guest
   * that computes cannot listen.
   */
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
  readonly parts: readonly Uint8Array[];
  readonly size: number;
  readonly maxResultBytes: number;
  readonly tensors: Tensor[];
  readonly deadlineMs: number;
  expiresAt: number;
  /** Whether the guest may begin with it: the `end` of a call that can be taken back is withheld until all before it are answered. */
  begun: boolean;
  cancelled: boolean;
  bytes: number;
  settle(outcome: Result | Error): void;
}

/**
 * The host's end of the frames: calls are answered in the order of asking, several at a time on their way, as many as the guest takes. The guest at the
 * other end may lie in every byte.
 *
 * A breach of the protocol, too much output and a deadline kill the guest: all calls learn why, later ones too.
 */
export class Channel {
  readonly #peer: Peer;
  readonly #caps: Caps;
  readonly #onLog: (text: string) => void;
  /** Asked, and not sent. */
  #waiting: Call[] = [];
  /** Sent, oldest first; the first one is what the guest works on. */
  #sent: Call[] = [];
  #sentBytes = 0;
  #credit: Credit | undefined;
  readonly #ready = deferred<void>();
  readonly #ended = deferred<HorngateError>();
  readonly #alarm = new Alarm(() => this.#expire());
  #failed: HorngateError | undefined;
  #lastId = 0;
  #logBytes = 0;
  #creditSeen = false;

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
    void peer.died.then((error) => this.fail(error));
  }

  /** Why nothing can be asked any more; undefined while it can. */
  get failed(): HorngateError | undefined {
    return this.#failed;
  }

  /** Settles, before any call learns of it, with why nothing can be asked any more. */
  get ended(): Promise<HorngateError> {
    return this.#ended.promise;
  }

  /** Settles once the guest says that it takes calls. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /**
   * Calls `method` in the guest.
   *
   * @param tensors - not copied: leave their memory alone until the call is settled.
   * @throws what the guest reports; HG_GUEST_PROTOCOL, HG_GUEST_DIED, HG_LIMIT_DEADLINE, HG_LIMIT_OUTPUT, HG_LIMIT_MEMORY, HG_LIMIT_CPU; HG_QUOTA_REQUESTS
   * when too many wait already; the signal's reason.
   */
  call(method: string, params: unknown = {}, tensors: readonly Tensor[] = [], options: CallOptions = {}): Promise<Result> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    if (options.signal?.aborted === true) return Promise.reject(options.signal.reason);
    if (this.#waiting.length >= this.#caps.maxWaiting) return Promise.reject(crowded(this.#caps.maxWaiting));
    return new Promise((resolve, reject) => {
      const { signal, deadlineMs = this.#caps.deadlineMs, maxResultBytes = this.#caps.maxResultBytes } = options;
      const settle = (outcome: Result | Error): void => {
        signal?.removeEventListener('abort', abort);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      this.#lastId = (this.#lastId + 1) >>> 0 || 1;
      const id = this.#lastId;
      const parts = [writeJson(id, 'call', { method, params }), ...tensors.map((tensor) => writeTensor(id, tensor))].flat();
      const size = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const expiresAt = performance.now() + deadlineMs;
      const begun = signal === undefined;
      const call: Call = { id, parts, size, maxResultBytes, tensors: [], deadlineMs, expiresAt, begun, cancelled: false, bytes: 0, settle };
      const abort = (): void => this.#abandon(call, signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      this.#alarm.at(expiresAt);
      this.#waiting.push(call);
      this.#next();
    });
  }

  /** Ends the conversation; a healthy guest leaves by itself when its input ends. */
  close(): void {
    this.#peer.stdin.end();
  }

  /** Kills the guest: what was asked and all that will be asked is answered by this error. For whoever watches a budget from outside. */
  fail(error: HorngateError): void {
    if (this.#failed !== undefined) return;
    this.#failed = error;
    this.#ended.resolve(error);
    this.#peer.kill();
    this.#ready.reject(error);
    this.#alarm.stop();
    for (const call of [...this.#sent.splice(0), ...this.#waiting.splice(0)]) call.settle(error);
  }

  /** Sends what the guest takes: `credit` is a promise of ours, and no more than it is ever with the guest. */
  #next(): void {
    if (this.#failed !== undefined) return;
    const first = this.#sent[0];
    if (first?.begun === false && !first.cancelled) this.#begin(first);
    for (let call = this.#waiting[0]; call !== undefined && this.#takes(call.size); call = this.#waiting[0]) {
      this.#waiting.shift();
      this.#sent.push(call);
      this.#sentBytes += call.size;
      call.begun ||= this.#sent.length === 1;
      this.#write(call.begun ? [...call.parts, end(call.id)] : call.parts);
    }
  }

  #takes(size: number): boolean {
    if (this.#credit === undefined) return false;
    return this.#sent.length === 0 || (this.#sent.length < this.#credit.calls && this.#sentBytes + size <= this.#credit.bytes);
  }

  #begin(call: Call): void {
    call.begun = true;
    this.#write([end(call.id)]);
  }

  #write(parts: readonly Uint8Array[]): void {
    const { stdin } = this.#peer;
    if (parts.every(({ byteLength }) => byteLength <= SMALL_BYTES)) stdin.write(parts.length === 1 ? parts[0] : Buffer.concat(parts));
    else {
      stdin.cork();
      for (const bytes of parts) if (bytes.byteLength > 0) stdin.write(bytes);
      stdin.uncork();
    }
  }

  #admit({ id, kind, bytes }: Header): void {
    if (kind === 'log') this.#admitLog(bytes);
    else if (kind === 'credit') this.#admitCredit(id, bytes);
    else if (kind === 'cancel') this.#admitCancel(id, bytes);
    else this.#admitAnswer(id, kind, bytes);
  }

  #admitAnswer(id: number, kind: Kind, bytes: number): void {
    const call = this.#sent[0];
    if (call?.begun !== true || id !== call.id) throw lie('the id', call?.begun === true ? String(call.id) : 'none, as nothing was asked', id);
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
    if (this.#creditSeen || id !== 0 || bytes > 200) throw lie('"credit"', 'sent once, and short', `id ${id} with ${bytes} bytes`);
    this.#creditSeen = true;
  }

  /** Says that a call which was taken back is not begun. One that sent a part of its answer has begun. */
  #admitCancel(id: number, bytes: number): void {
    const call = this.#sent.find((one) => one.id === id);
    if (call?.cancelled !== true || call.tensors.length > 0 || bytes !== 0) throw lie('"cancel"', 'about a call that was taken back', id);
  }

  #take(frame: Frame): void {
    const call = this.#sent[0];
    if (frame.kind === 'credit') this.#grant(readCredit(frame));
    else if (frame.kind === 'log') this.#onLog(printable(String(readJson(frame)), 4096));
    else if (frame.kind === 'cancel') this.#done(this.#sent.findIndex(({ id }) => id === frame.id));
    else if (call === undefined) throw lie('the id', 'none', frame.id);
    else if (frame.kind === 'chunk') call.tensors.push(readTensor(frame));
    else this.#finish(call, frame);
  }

  #grant(credit: Credit): void {
    this.#credit = credit;
    this.#ready.resolve();
    this.#next();
  }

  #finish(call: Call, frame: Frame): void {
    const outcome = frame.kind === 'end' ? { result: readJson(frame), tensors: call.tensors } : readError(readJson(frame));
    call.settle(outcome);
    this.#done(0);
  }

  /** What a call took is free again. */
  #done(at: number): void {
    for (const { size } of this.#sent.splice(at, 1)) this.#sentBytes -= size;
    const first = this.#sent[0];
    // It may have been too late to take it back: then the guest has its time for it like for any other.
    if (first?.cancelled === true) {
      first.expiresAt = performance.now() + first.deadlineMs;
      this.#alarm.at(first.expiresAt);
    }
    this.#next();
  }

  /** The caller goes. What is with the guest stays until its answer came, so that the next answer is not taken for this one's. */
  #abandon(call: Call, reason: unknown): void {
    call.settle(reason instanceof Error ? reason : new HorngateError('HG_LIMIT_DEADLINE', 'Cannot wait for the guest as the caller left'));
    const at = this.#waiting.indexOf(call);
    if (at >= 0) this.#waiting.splice(at, 1);
    else if (this.#sent.indexOf(call) > 0 && !call.cancelled) {
      call.cancelled = true;
      this.#write([writeHeader(call.id, 'cancel', 0)]);
    }
  }

  /** Calls past their deadline: the guest is killed when it works on one, also when nobody waits for that one any more. */
  #expire(): void {
    const now = performance.now();
    for (const call of [...this.#sent, ...this.#waiting])
      if (call.expiresAt <= now && call === this.#sent[0]) this.fail(late(call.deadlineMs));
      else if (call.expiresAt <= now) this.#abandon(call, late(call.deadlineMs));
    if (this.#failed !== undefined) return;
    for (const { expiresAt } of [...this.#sent, ...this.#waiting]) if (expiresAt > now) this.#alarm.at(expiresAt);
  }

  #guarded(work: () => void): void {
    if (this.#failed !== undefined) return;
    try {
      work();
    } catch (error) {
      // Memory that V8 will not give is more than the guest may send, whatever the cap said.
      this.fail(error instanceof RangeError ? flood(error.message, this.#caps.maxResultBytes) : asHorngateError(error));
    }
  }
}

const end = (id: number): Uint8Array => writeHeader(id, 'end', 0);

const crowded = (most: number): HorngateError =>
  new HorngateError('HG_QUOTA_REQUESTS', `Cannot ask the guest as at most ${most} calls may wait for it: they do`);

const late = (deadlineMs: number): HorngateError =>
  new HorngateError('HG_LIMIT_DEADLINE', `Cannot wait for the guest as its answer must come within ${deadlineMs} ms: found none`);

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
