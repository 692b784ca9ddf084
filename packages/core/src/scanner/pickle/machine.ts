import { latin1 } from '../../artifact/pickle/literal.ts';
import { PickleReader } from '../../artifact/pickle/pickle-reader.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { attemptLiteral } from './decompile.ts';
import type { Judge } from './judge.ts';
import { Memo } from './memo.ts';
import { isPlain, part, Thing, type ThingKind, type Value } from './values.ts';

/** Values on the stack, and op-codes: more than any model needs, and bounded memory. */
const MAX_STACK = 1 << 22;
/** Marks on the stack, and values on it that are more than literals. */
const MAX_MARKS = 1 << 20;
const MAX_THINGS = 1 << 19;
/** Behind so many op-codes that made more than literals, containers keep only small values. */
const MAX_MADE = 1 << 20;
const SMALL = 8;
const MAX_OPCODES = 2 ** 31;
/** Items kept of a container. */
export const KEEP = 16;

export interface MachineOptions {
  /** Where the pickle begins. */
  readonly offset?: number;
  /** Items kept of a container, where more than the first ones matter. */
  readonly keep?: number;
}

/** What a pickle is, when it was followed to its end. */
export interface Followed {
  /** Behind its last op-code. */
  readonly end: number;
  readonly value: Value;
}

/**
 * Follows a pickle op-code by op-code with a stack and a memo of what the values are. Nothing is imported, made or called.
 *
 * What `pickle.loads` of CPython 3 does with each op-code is in `Modules/_pickle.c`: with its stack, its marks and their fences. Each name, call and change is shown to the
 * judge at the op-code that does it, so that no later op-code can hide it.
 *
 * @throws HG_ARTIFACT_PICKLE where CPython stops too; HG_LIMIT_ENTRIES past a budget. What the judge saw before stands.
 */
export class Machine {
  readonly #reader: PickleReader;
  readonly #source: ByteSource;
  readonly #judge: Judge;
  readonly #keep: number;
  /** Never gets shorter, as that would make it anew; `#size` says how much of it is in use. */
  readonly #stack: Value[] = [];
  #size = 0;
  readonly #marks: number[] = [];
  /** No op-code takes values from below the last mark. */
  #fence = 0;
  readonly #memo = new Memo();
  #opcodes = 0;
  #made = 0;
  #literalsBroken = false;
  #frameEnd = 0;
  /** Literals that are texts such as `__setstate__`. */
  readonly #dunders = new Set<number>();

  constructor(source: ByteSource, judge: Judge, { offset = 0, keep = KEEP }: MachineOptions = {}) {
    this.#source = source;
    this.#reader = new PickleReader(source, offset);
    this.#judge = judge;
    this.#keep = keep;
  }

  get opcodes(): number {
    return this.#opcodes;
  }

  /** Where the next op-code is: behind what could be followed. */
  get offset(): number {
    return this.#reader.offset;
  }

  /** Runs to STOP. */
  follow(): Followed {
    const reader = this.#reader;
    for (;;) {
      const code = reader.next();
      if (++this.#opcodes > MAX_OPCODES) throw limit(`at most ${MAX_OPCODES} op-codes`);
      if (reader.offset > this.#frameEnd && reader.at < this.#frameEnd) this.#brokenFrame();
      if (code === 0x2e) return { end: reader.offset, value: this.#pop() };
      this.#step(code);
    }
  }

  /** One op-code more. @returns false after STOP. */
  step(): boolean {
    const code = this.#reader.next();
    this.#opcodes++;
    if (code === 0x2e) {
      this.#pop();
      return false;
    }
    this.#step(code);
    return true;
  }

  #step(code: number): void {
    const reader = this.#reader;
    const at = reader.at;
    switch (code) {
      case 0x28: // MARK
        if (this.#marks.length >= MAX_MARKS) throw limit(`at most ${MAX_MARKS} marks on its stack`);
        this.#marks.push(this.#size);
        this.#fence = this.#size;
        return;
      case 0x4b: // BININT1
      case 0x4d: // BININT2
      case 0x4a: // BININT
      case 0x47: // BINFLOAT
      case 0x4e: // NONE
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
      case 0x8a: // LONG1
      case 0x8b: // LONG4
        this.#push(at);
        return;
      case 0x8c: // SHORT_BINUNICODE
      case 0x58: // BINUNICODE
      case 0x8d: // BINUNICODE8
      case 0x55: // SHORT_BINSTRING
      case 0x54: // BINSTRING
        this.#text(at, reader.dataAt);
        return;
      case 0x42: // BINBYTES
      case 0x43: // SHORT_BINBYTES
      case 0x8e: // BINBYTES8
      case 0x96: // BYTEARRAY8
        this.#judge.bytes(reader.dataAt, reader.dataBytes);
        this.#push(at);
        return;
      case 0x49: // INT
      case 0x4c: // LONG
      case 0x46: // FLOAT
        this.#line(at);
        this.#push(at);
        return;
      case 0x53: // STRING
        this.#judge.bytes(reader.dataAt + 1, reader.dataBytes - 2);
        this.#line(at);
        this.#text(at, reader.dataAt + 1);
        return;
      case 0x56: // UNICODE
        this.#text(at, reader.dataAt);
        return;
      case 0x94: // MEMOIZE
        this.#memo.add(this.#top());
        return;
      case 0x71: // BINPUT
      case 0x72: // LONG_BINPUT
        this.#memo.set(reader.number, this.#top());
        return;
      case 0x70: // PUT
        this.#memo.set(this.#index(), this.#top());
        return;
      case 0x68: // BINGET
      case 0x6a: // LONG_BINGET
        this.#push(this.#recall(reader.number));
        return;
      case 0x67: // GET
        this.#push(this.#recall(this.#index()));
        return;
      case 0x5d: // EMPTY_LIST
        this.#push(container('list', at));
        return;
      case 0x29: // EMPTY_TUPLE
        this.#push(container('tuple', at));
        return;
      case 0x7d: // EMPTY_DICT
        this.#push(container('dict', at));
        return;
      case 0x8f: // EMPTY_SET
        this.#push(container('set', at));
        return;
      case 0x74: // TUPLE
        this.#gather('tuple', at, this.#popMark());
        return;
      case 0x85: // TUPLE1
        this.#gather('tuple', at, this.#below(1));
        return;
      case 0x86: // TUPLE2
        this.#gather('tuple', at, this.#below(2));
        return;
      case 0x87: // TUPLE3
        this.#gather('tuple', at, this.#below(3));
        return;
      case 0x6c: // LIST
        this.#gather('list', at, this.#popMark());
        return;
      case 0x91: // FROZENSET
        this.#gather('frozenset', at, this.#popMark());
        return;
      case 0x64: // DICT
        this.#dict(at);
        return;
      case 0x61: // APPEND
        this.#extend(at, this.#below(1), 'APPEND');
        return;
      case 0x65: // APPENDS
        this.#extend(at, this.#popMark(), 'APPENDS');
        return;
      case 0x90: // ADDITEMS
        this.#extend(at, this.#popMark(), 'ADDITEMS');
        return;
      case 0x73: // SETITEM
        this.#assign(at, this.#below(2));
        return;
      case 0x75: // SETITEMS
        this.#assign(at, this.#popMark());
        return;
      case 0x30: // POP
        if (this.#marks.length > 0 && this.#size === this.#fence) this.#popMark();
        else this.#pop();
        return;
      case 0x31: // POP_MARK
        this.#size = this.#popMark();
        return;
      case 0x32: // DUP
        this.#push(this.#top());
        return;
      case 0x63: // GLOBAL
        this.#push(this.#judge.global(at, ...this.#names()));
        return;
      case 0x93: // STACK_GLOBAL
        this.#stackGlobal(at);
        return;
      case 0x52: {
        // REDUCE
        const args = this.#pop();
        this.#push(this.#judge.call(at, this.#pop(), args));
        return;
      }
      case 0x81: {
        // NEWOBJ
        const args = this.#pop();
        this.#push(this.#judge.make(at, this.#pop(), args));
        return;
      }
      case 0x92: {
        // NEWOBJ_EX
        const [words, args] = [this.#pop(), this.#pop()];
        this.#push(this.#judge.make(at, this.#pop(), args, words));
        return;
      }
      case 0x69: {
        // INST
        const [module, name] = this.#names();
        const args = this.#taken('tuple', at, this.#popMark());
        this.#push(this.#judge.construct(at, this.#judge.global(at, module, name), args));
        return;
      }
      case 0x6f: {
        // OBJ
        const from = this.#popMark();
        if (this.#size <= from) throw reader.broken('Cannot follow OBJ as a class must stand behind its mark: nothing does');
        const args = this.#taken('tuple', at, from + 1);
        this.#push(this.#judge.construct(at, this.#pop(), args));
        return;
      }
      case 0x62: {
        // BUILD
        const state = this.#pop();
        this.#judge.build(at, this.#top(), state);
        const skip = this.#judge.behind(this.#top(), state, reader.offset);
        if (skip !== undefined) reader.offset = skip;
        return;
      }
      case 0x50: // PERSID
        this.#push(this.#judge.persistent(at, at));
        return;
      case 0x51: // BINPERSID
        this.#push(this.#judge.persistent(at, this.#pop()));
        return;
      case 0x82: // EXT1
      case 0x83: // EXT2
      case 0x84: // EXT4
        this.#push(this.#judge.extension(at, reader.number));
        return;
      case 0x97: // NEXT_BUFFER
        this.#judge.note(reader.broken('Cannot follow NEXT_BUFFER as the data must be in the file: they come from elsewhere'));
        this.#push(new Thing('opaque', at));
        return;
      case 0x98: // READONLY_BUFFER
        this.#top();
        return;
      case 0x95: // FRAME
        this.#frame();
        return;
      case 0x80: // PROTO
        if (reader.number > 5) throw reader.broken(`Cannot follow the pickle as its protocol must be at most 5: it is ${reader.number}`);
        return;
      default:
        throw reader.broken('Cannot follow the op-code');
    }
  }

  #push(value: Value): void {
    if (this.#size >= (typeof value === 'number' ? MAX_STACK : MAX_THINGS)) throw limit(`at most ${MAX_STACK} values on its stack`);
    this.#stack[this.#size++] = value;
  }

  #pop(): Value {
    if (this.#size <= this.#fence) throw this.#underflow();
    return this.#stack[--this.#size] as Value;
  }

  #top(): Value {
    if (this.#size <= this.#fence) throw this.#underflow();
    return this.#stack[this.#size - 1] as Value;
  }

  #underflow(): HorngateError {
    return this.#reader.broken('Cannot follow the op-code as its operands must be on the stack: they are not');
  }

  /** Index of the first of the last `count` values. */
  #below(count: number): number {
    if (this.#size - count < this.#fence) throw this.#underflow();
    return this.#size - count;
  }

  /** Takes the last mark away. @returns where it was. */
  #popMark(): number {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#reader.broken('Cannot follow the op-code as a mark must be on the stack: none is');
    this.#fence = this.#marks.length > 0 ? (this.#marks[this.#marks.length - 1] as number) : 0;
    return mark;
  }

  /** The values from `from` on, as one container. */
  #taken(kind: ThingKind, at: number, from: number): Thing {
    const stack = this.#stack;
    const thing = new Thing(kind, at);
    thing.count = this.#size - from;
    thing.items = this.#partsOf(thing, from, this.#keep);
    thing.plain = true;
    for (let index = from; index < this.#size; index++) {
      const value = stack[index] as Value;
      if (typeof value !== 'number') {
        if (!value.plain) thing.plain = false;
        if (value.objects) thing.objects = true;
        if (value.kind === 'dict' && value.dunderAt !== undefined) thing.dunderAt = value.dunderAt;
      }
    }
    this.#size = from;
    return thing;
  }

  /** The first values from `from` on, as parts of a container. */
  #partsOf(whole: Thing, from: number, most: number): Value[] {
    this.#made++;
    const items = this.#stack.slice(from, Math.min(this.#size, from + most));
    for (let index = 0; index < items.length; index++) {
      const item = items[index] as Value;
      if (typeof item !== 'number') items[index] = this.#part(item, whole);
    }
    return items;
  }

  #part(value: Value, whole: Thing): Value {
    return part(value, whole, this.#made > MAX_MADE ? SMALL : undefined);
  }

  #gather(kind: ThingKind, at: number, from: number): void {
    this.#push(this.#taken(kind, at, from));
  }

  #dict(at: number): void {
    const from = this.#popMark();
    const dict = container('dict', at);
    this.#fill(dict, from);
    this.#size = from;
    this.#push(dict);
  }

  #fill(dict: Thing, from: number): void {
    const stack = this.#stack;
    if ((this.#size - from) % 2 !== 0) throw this.#reader.broken('Cannot follow the op-code as a dictionary must have a value for each key: one is missing');
    const first = dict.count === 0;
    if (first) dict.items = this.#partsOf(dict, from, 2 * this.#keep);
    dict.count += (this.#size - from) / 2;
    for (let index = from; index < this.#size; index += 2) {
      const [key, value] = [stack[index] as Value, stack[index + 1] as Value];
      if (typeof key === 'number' ? this.#dunders.size > 0 && this.#dunders.has(key) : isComputed(key)) dict.dunderAt = typeof key === 'number' ? key : key.at;
      if (!first && dict.items.length < 2 * this.#keep) dict.items.push(this.#part(key, dict), this.#part(value, dict));
      if (!isPlain(value) || !isPlain(key)) dict.plain = false;
      if (typeof value === 'object' && value.objects) dict.objects = true;
    }
  }

  #assign(at: number, from: number): void {
    const target = this.#targetBelow(from);
    if (typeof target === 'object' && target.kind === 'dict') this.#fill(target, from);
    else if (from < this.#size) this.#judge.change(at, target, 'SETITEM', this.#stack[from + 1]);
    this.#size = from;
  }

  #extend(at: number, from: number, what: string): void {
    const target = this.#targetBelow(from);
    const wanted = what === 'ADDITEMS' ? 'set' : 'list';
    if (typeof target === 'object' && target.kind === wanted) this.#add(target, from);
    else if (from < this.#size) this.#judge.change(at, target, what, this.#stack[from]);
    this.#size = from;
  }

  #targetBelow(from: number): Value {
    if (from - 1 < this.#fence) throw this.#underflow();
    return this.#stack[from - 1] as Value;
  }

  #add(list: Thing, from: number): void {
    const stack = this.#stack;
    const first = list.count === 0;
    if (first) list.items = this.#partsOf(list, from, this.#keep);
    list.count += this.#size - from;
    for (let index = from; index < this.#size; index++) {
      const value = stack[index] as Value;
      if (!first && list.items.length < this.#keep) list.items.push(this.#part(value, list));
      if (!isPlain(value)) list.plain = false;
      if (typeof value === 'object' && value.objects) list.objects = true;
    }
  }

  #recall(index: number): Value {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#reader.broken(`Cannot follow the op-code as the memo must have the entry ${index}: it has none`);
    return value;
  }

  /** A line of digits. */
  #index(): number {
    const { dataAt, dataBytes } = this.#reader;
    let index = dataBytes > 0 && dataBytes <= 10 ? 0 : Number.NaN;
    for (let n = 0; n < dataBytes && !Number.isNaN(index); n++) {
      const digit = (this.#reader.peek(dataAt + n) as number) - 48;
      index = digit >= 0 && digit <= 9 ? index * 10 + digit : Number.NaN;
    }
    if (Number.isNaN(index)) throw this.#reader.broken('Cannot follow the op-code as its index must be a whole number: it is none');
    return index;
  }

  #names(): [module: string, name: string] {
    const { dataAt, dataBytes, secondAt, secondBytes } = this.#reader;
    return [this.#name(dataAt, dataBytes), this.#name(secondAt, secondBytes)];
  }

  #name(at: number, bytes: number): string {
    const data = this.#source.read(at, Math.min(bytes, MAX_NAME));
    return (decodeUtf8(data) ?? latin1(data)) + (bytes > MAX_NAME ? '…' : '');
  }

  #stackGlobal(at: number): void {
    const name = this.#pop();
    const module = this.#pop();
    const [moduleText, nameText] = [this.#literalText(module), this.#literalText(name)];
    if (moduleText === undefined || nameText === undefined) this.#push(this.#judge.computed(at, module, name));
    else this.#push(this.#judge.global(at, moduleText, nameText));
  }

  #literalText(value: Value): string | undefined {
    if (typeof value !== 'number') return undefined;
    const literal = attemptLiteral(this.#source, value);
    return literal?.type === 'str' ? literal.text.slice(0, MAX_NAME) + (literal.text.length > MAX_NAME ? '…' : '') : undefined;
  }

  #text(at: number, dataAt: number): void {
    if (this.#reader.dataBytes >= 4 && this.#isDunder(at, dataAt)) {
      if (this.#dunders.size >= MAX_DUNDERS) throw limit(`at most ${MAX_DUNDERS} names with two underlines`);
      this.#dunders.add(at);
    }
    this.#push(at);
  }

  /** In protocol 0 an escape may stand for an underline. */
  #isDunder(at: number, dataAt: number): boolean {
    const reader = this.#reader;
    const first = reader.peek(dataAt);
    if (first === 95 && reader.peek(dataAt + 1) === 95) return true;
    const escaped = first === 92 || (first === 95 && reader.peek(dataAt + 1) === 92);
    return escaped && (reader.code === STRING || reader.code === UNICODE) && this.#literalText(at)?.startsWith('__') === true;
  }

  /** A literal of protocol 0: most are plain numbers or in quotes, and the others are read as Python reads them. */
  #line(at: number): void {
    if (
      this.#literalsBroken ||
      this.#isPlainNumber() ||
      this.#isQuoted() ||
      this.#reader.dataBytes >= MAX_LINE ||
      attemptLiteral(this.#source, at) !== undefined
    )
      return;
    this.#literalsBroken = true;
    this.#judge.note(this.#reader.broken('Cannot follow the pickle as its literals must be what Python writes: one is not'));
  }

  #isPlainNumber(): boolean {
    const { dataAt, dataBytes } = this.#reader;
    let [digits, dots] = [0, 0];
    for (let n = 0; n < dataBytes && n < 32; n++) {
      const byte = this.#reader.peek(dataAt + n) as number;
      if (byte >= 48 && byte <= 57) digits++;
      else if (byte === 46 && dots === 0 && this.#reader.code === FLOAT) dots++;
      else if (byte !== 45 || n > 0) return false;
    }
    return digits > 0 && dataBytes < 32;
  }

  #isQuoted(): boolean {
    const { dataAt, dataBytes, code } = this.#reader;
    const first = this.#reader.peek(dataAt);
    return code === STRING && dataBytes >= 2 && (first === 39 || first === 34) && this.#reader.peek(dataAt + dataBytes - 1) === first;
  }

  #frame(): void {
    const reader = this.#reader;
    if (reader.at < this.#frameEnd || reader.offset + reader.number > this.#source.size) this.#brokenFrame();
    this.#frameEnd = reader.offset + reader.number;
  }

  #brokenFrame(): void {
    this.#frameEnd = 0;
    this.#judge.note(this.#reader.broken('Cannot follow the frames as each must end in the file, and between two op-codes: one does not'));
  }
}

const FLOAT = 0x46;
const STRING = 0x53;
const UNICODE = 0x56;
const MAX_NAME = 512;
const MAX_DUNDERS = 1 << 20;
/** Longer literals of protocol 0 are cut when they are read again, so they are not checked. */
const MAX_LINE = 4096;

/** A key that a call gave may be any text. */
const isComputed = ({ kind }: Thing): boolean => kind === 'instance' || kind === 'call' || kind === 'opaque';

function container(kind: ThingKind, at: number): Thing {
  const thing = new Thing(kind, at);
  thing.plain = true;
  return thing;
}

const limit = (wanted: string): HorngateError => new HorngateError('HG_LIMIT_ENTRIES', `Cannot follow the pickle as it may have ${wanted}: it has more`);
