import { readLiteral } from '../../artifact/pickle/literal.ts';
import { bytesSource, slice } from '../../artifact/source.ts';
import { HorngateError } from '../../words/error.ts';
import type { Finding } from '../../words/finding.ts';
import type { AllowedGlobal } from '../../words/policy.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { CHECKS } from '../rules/index.ts';
import type { Seen } from '../seen.ts';
import { type Sight, Sights } from '../sights.ts';
import { Judge, type PickleContext } from './judge.ts';
import { type Followed, Machine } from './machine.ts';
import { nextStart } from './next-start.ts';
import { paged } from './paged.ts';
import { PicklePolicy } from './policy.ts';
import { hasProto, isNestedPickle, isPickle, mayStart } from './probe.ts';
import { little, type Storage, textOf } from './storages.ts';
import type { Layout } from './torch-tar.ts';
import type { Value } from './values.ts';

const POLICY = new PicklePolicy();
let last = { key: '', policy: POLICY };

/** The scanner's own list, with what the operator added: made once for all files that are scanned by one policy. */
export function policyWith(added: readonly AllowedGlobal[] = []): PicklePolicy {
  if (added.length === 0) return POLICY;
  const key = JSON.stringify(added);
  if (last.key !== key) last = { key, policy: POLICY.with(added) };
  return last.policy;
}

export interface PickleOptions {
  readonly context?: PickleContext;
  /** Another allow-list than the one that is shipped. */
  readonly policy?: PicklePolicy;
  /** Where the pickles of the file are, when raw bytes stand between them. Default: one behind the other. */
  readonly layout?: Layout;
}

export interface PicklesSeen extends Seen {
  /** Bytes of tensors that the pickle asks its loader for. */
  readonly storages: ReadonlyMap<string, Storage>;
  /** Keys of what it asks for in the old tar format of PyTorch. */
  readonly asked: ReadonlySet<string>;
}

/**
 * Looks into a file of pickles: one, several one behind the other, with raw arrays of joblib between the op-codes, or a checkpoint of old PyTorch.
 *
 * What was found stands, whatever comes behind it. After something that cannot be followed the next start is looked for, since a loader may be sent there.
 */
export function scanPickles(source: ByteSource, options: PickleOptions = {}): PicklesSeen {
  const stream = new PickleStream(source, options, 0);
  stream.run();
  const troubles = stream.troubles.map((error) => ({ error, member: undefined }));
  const { format, storages, asked } = stream;
  return { format, storages, asked, findings: reported(stream.sights.list, troubles), troubles };
}

const reported = (sights: readonly Sight[], troubles: PicklesSeen['troubles']): Finding[] => runChecks(CHECKS.pickle, { sights, troubles });

/** Pickles in one file, and pickles in pickles. */
const MAX_PICKLES = 10_000;
const MAX_NESTED = 10_000;
const MAX_DEPTH = 4;
/** Times that the search for another start begins again, and places that it tries. */
const MAX_RESUMED = 200;
const MAX_TRIES = 4000;
/** The first pickle of a checkpoint of PyTorch before 1.6 (`torch/serialization.py`). */
const LEGACY_MAGIC = String(0x1950a86a20f9469cfc6cn);
/** Members of its list of storages. */
const MAX_KEYS = 1 << 20;

class PickleStream {
  format = 'pickle';
  readonly sights = new Sights();
  readonly troubles: HorngateError[] = [];
  readonly storages = new Map<string, Storage>();
  readonly asked = new Set<string>();
  readonly #source: ByteSource;
  readonly #policy: PicklePolicy;
  #context: PickleContext;
  readonly #depth: number;
  readonly #layout: Layout | undefined;
  #nested = 0;
  #resumed = 0;
  readonly #budget = { tries: MAX_TRIES };

  constructor(source: ByteSource, { context = 'pickle', policy = POLICY, layout }: PickleOptions, depth: number) {
    this.#source = paged(source);
    this.#policy = policy;
    this.#context = context;
    this.#depth = depth;
    this.#layout = layout;
  }

  run(): void {
    if (this.#layout === undefined) this.#oneByOne();
    else this.#laidOut(this.#layout);
  }

  #laidOut(layout: Layout): void {
    const end = this.#attempt(() => layout(this.#source, (offset, keep) => this.#follow(offset, keep)));
    const next = end === undefined ? this.#resume(this.#stopped) : this.#behind(end);
    if (next !== undefined) this.#rest(next);
  }

  /** What is broken between pickles: the next one is looked for from there. */
  #attempt<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!isAboutTheFile(error)) throw error;
      this.#stopped = error.where.offset ?? this.#stopped;
      this.#note(error);
      return undefined;
    }
  }

  #oneByOne(): void {
    let offset = 0;
    for (let count = 1; count <= MAX_PICKLES; count++) {
      const followed = this.#follow(offset);
      if (count === 1 && followed !== undefined && this.#isLegacy(followed.value)) {
        this.#legacy(followed.end);
        return;
      }
      const next = followed === undefined ? this.#resume(this.#stopped) : this.#behind(followed.end);
      if (next === undefined) return;
      if (followed !== undefined)
        this.sights.add('several', 'Holds more pickles behind the first one, which a loader that asks once does not read', { offset: next });
      offset = next;
    }
    this.#limit(`as a file may hold at most ${MAX_PICKLES} pickles`);
  }

  /** Where the last pickle could not be followed farther. */
  #stopped = 0;

  #follow(offset: number, keep?: number): Followed | undefined {
    const judge = new Judge(this.#source, this.#policy, this.#context, this.sights, (at, bytes, data) => this.#inside(at, bytes, data));
    const machine = new Machine(this.#source, judge, { offset, ...(keep !== undefined && { keep }) });
    try {
      return machine.follow();
    } catch (error) {
      if (!isAboutTheFile(error)) throw error;
      this.#stopped = Math.max(machine.offset, offset + 1);
      this.#note(error);
      return undefined;
    } finally {
      judge.finish();
      for (const error of judge.troubles) this.#note(error);
      for (const [key, storage] of judge.storages) this.storages.set(key, storage);
      for (const key of judge.asked) this.asked.add(key);
      if (judge.arrays > 0) this.format = 'joblib';
    }
  }

  #note(error: HorngateError): void {
    if (this.troubles.length < 100) this.troubles.push(error);
  }

  #limit(why: string): void {
    this.#note(new HorngateError('HG_LIMIT_ENTRIES', `Cannot look further ${why}`));
  }

  /** What stands behind a whole pickle: nothing, zeros, another one, or something else. */
  #behind(end: number): number | undefined {
    const { size } = this.#source;
    const start = skipZeros(this.#source, end);
    if (start < size && isStart(this.#source, start)) return start;
    if (start === size && start > end) this.sights.add('trailing-data', `${size - end} zero bytes stand behind the pickle`, { offset: end }, 'low');
    if (start < size) this.sights.add('trailing-data', `${size - end} bytes stand behind the pickle, and belong to none`, { offset: end });
    return start < size ? this.#resume(start + 1) : undefined;
  }

  #resume(from: number): number | undefined {
    if (++this.#resumed > MAX_RESUMED) {
      this.#limit(`as a file may hold at most ${MAX_RESUMED} parts that cannot be followed`);
      return undefined;
    }
    const { at, given } = nextStart(this.#source, from, this.#budget);
    if (given) this.#limit('for pickles behind the end of one');
    return at;
  }

  #isLegacy(value: Value): boolean {
    const literal = typeof value === 'number' ? readLiteral(this.#source, value) : undefined;
    return literal?.type === 'number' && literal.text === LEGACY_MAGIC;
  }

  /** Magic, protocol, system, the object, the keys of its storages, then each storage: a count and the bytes. */
  #legacy(from: number): void {
    this.format = 'torch-legacy';
    this.#context = 'torch';
    let at = from;
    let last: Followed | undefined;
    for (let pickle = 2; pickle <= 5; pickle++) {
      last = this.#follow(at, pickle === 5 ? MAX_KEYS : undefined);
      if (last === undefined) {
        this.#resumeLegacy();
        return;
      }
      at = last.end;
    }
    const keys = typeof last?.value === 'object' && last.value.kind === 'list' ? last.value.items : [];
    for (const key of keys) {
      const end = this.#storageEnd(textOf(key, this.#source) ?? '', at);
      if (end === undefined) {
        this.#note(brokenStorage(at));
        return;
      }
      at = end;
    }
    const next = at < this.#source.size ? this.#behind(at) : undefined;
    if (next !== undefined) this.#rest(next);
  }

  #resumeLegacy(): void {
    const next = this.#resume(this.#stopped);
    if (next !== undefined) this.#rest(next);
  }

  #rest(from: number): void {
    for (let at: number | undefined = from, count = 0; at !== undefined && count < MAX_PICKLES; count++) {
      const followed: Followed | undefined = this.#follow(at);
      at = followed === undefined ? this.#resume(this.#stopped) : this.#behind(followed.end);
    }
  }

  #storageEnd(key: string, at: number): number | undefined {
    const storage = this.storages.get(key);
    const count = little(this.#source, at, 8);
    const end = storage === undefined || count === undefined ? undefined : at + 8 + count * storage.elementBytes;
    return end !== undefined && end <= this.#source.size ? end : undefined;
  }

  /** Bytes in a pickle that are a pickle themselves: what loads the one may be made to load the other. */
  #inside(at: number, bytes: number, data: Uint8Array | undefined): void {
    const head = (data ?? this.#source.read(at, Math.min(bytes, 3))).subarray(0, 3);
    if (!mayStart(head)) return;
    if (++this.#nested > MAX_NESTED || this.#depth >= MAX_DEPTH) {
      if (hasProto(head)) this.#limit(`as pickles may lie ${MAX_DEPTH} deep in pickles, and ${MAX_NESTED} in one`);
      return;
    }
    const source = data === undefined ? slice(this.#source, at, bytes) : bytesSource(data);
    if (!isNestedPickle(source)) return;
    const stream = new PickleStream(source, { context: 'pickle', policy: this.#policy }, this.#depth + 1);
    stream.run();
    for (const { kind, message, where, severity } of stream.sights.list)
      if (kind !== 'several')
        this.sights.add(kind, `${message} (in a pickle inside this one)`, { offset: data === undefined ? at + (where.offset ?? 0) : at }, severity);
  }
}

const isAboutTheFile = (error: unknown): error is HorngateError => error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT)_/.test(error.code);

const isStart = (source: ByteSource, at: number): boolean =>
  hasProto(source.read(at, Math.min(3, source.size - at))) || isPickle(slice(source, at, source.size - at));

function skipZeros(source: ByteSource, from: number): number {
  for (let at = from; at < source.size; ) {
    const piece = source.read(at, Math.min(1 << 16, source.size - at));
    const found = piece.findIndex((byte) => byte !== 0);
    if (found >= 0) return at + found;
    at += piece.length;
  }
  return source.size;
}

const brokenStorage = (offset: number): HorngateError =>
  new HorngateError('HG_ARTIFACT_PICKLE', 'Cannot pass the storages as each must be named in the pickle and be in the file: one is not', { where: { offset } });
