import { PickleReader } from '../../artifact/pickle/pickle-reader.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Census } from './census.ts';
import { Containers } from './containers.ts';
import { Frames } from './frames.ts';
import type { Judge } from './judge.ts';
import { Memo } from './memo.ts';
import { Names } from './names.ts';
import { plainRun } from './plain-run.ts';
import { limit, Stack } from './stack.ts';
import { TextLiterals } from './text-literals.ts';
import { Made, type Thing, type Value } from './values.ts';

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
  readonly #judge: Judge;
  readonly #stack: Stack;
  readonly #memo = new Memo();
  readonly #containers: Containers;
  readonly #census: Census;
  readonly #names: Names;
  readonly #lines: TextLiterals;
  readonly #frames: Frames;
  #opcodes = 0;

  constructor(source: ByteSource, judge: Judge, { offset = 0, keep = KEEP }: MachineOptions = {}) {
    const reader = new PickleReader(source, offset);
    this.#reader = reader;
    this.#judge = judge;
    this.#stack = new Stack((message) => reader.broken(message));
    this.#census = new Census(this.#stack, this.#memo);
    this.#containers = new Containers(reader, judge, this.#stack, this.#census, keep);
    this.#names = new Names(reader);
    this.#lines = new TextLiterals(reader, judge);
    this.#frames = new Frames(reader, judge);
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
    const parts = { reader: this.#reader, stack: this.#stack, memo: this.#memo, containers: this.#containers };
    for (;;) {
      this.#opcodes += plainRun(parts, this.#frames.end);
      if (this.#opcodes >= MAX_OPCODES) throw limit(`at most ${MAX_OPCODES} op-codes`);
      const value = this.#one();
      if (value !== undefined) return { end: this.#reader.offset, value };
    }
  }

  /** One op-code more. @returns false after STOP. */
  step(): boolean {
    return this.#one() === undefined;
  }

  /** @returns the value of the pickle, at STOP. */
  #one(): Value | undefined {
    const code = this.#reader.next();
    this.#opcodes++;
    this.#frames.check();
    if (code === STOP) return this.#stack.pop();
    this.#step(code);
    return undefined;
  }

  #step(code: number): void {
    const reader = this.#reader;
    const at = reader.at;
    const stack = this.#stack;
    const containers = this.#containers;
    switch (code) {
      case 0x4b: // BININT1
      case 0x4d: // BININT2
      case 0x4a: // BININT
      case 0x47: // BINFLOAT
      case 0x4e: // NONE
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
      case 0x8a: // LONG1
      case 0x8b: // LONG4
        stack.push(at);
        return;
      case 0x8c: // SHORT_BINUNICODE
      case 0x58: // BINUNICODE
      case 0x8d: // BINUNICODE8
      case 0x55: // SHORT_BINSTRING
      case 0x54: // BINSTRING
        this.#names.note(at, reader.dataAt, containers);
        stack.push(at);
        return;
      case 0x42: // BINBYTES
      case 0x43: // SHORT_BINBYTES
      case 0x8e: // BINBYTES8
      case 0x96: // BYTEARRAY8
        this.#judge.bytes(reader.dataAt, reader.dataBytes);
        stack.push(at);
        return;
      case 0x49: // INT
      case 0x4c: // LONG
      case 0x46: // FLOAT
        this.#lines.check(at);
        stack.push(at);
        return;
      case 0x53: // STRING
        this.#judge.bytes(reader.dataAt + 1, reader.dataBytes - 2);
        this.#lines.check(at);
        this.#names.note(at, reader.dataAt + 1, containers);
        stack.push(at);
        return;
      case 0x56: // UNICODE
        this.#names.note(at, reader.dataAt, containers);
        stack.push(at);
        return;
      case 0x94: // MEMOIZE
        this.#memo.add(stack.top());
        return;
      case 0x71: // BINPUT
      case 0x72: // LONG_BINPUT
        this.#memo.set(reader.number, stack.top());
        return;
      case 0x70: // PUT
        this.#memo.set(this.#lines.index(), stack.top());
        return;
      case 0x68: // BINGET
      case 0x6a: // LONG_BINGET
        stack.push(this.#recall(reader.number));
        return;
      case 0x67: // GET
        stack.push(this.#recall(this.#lines.index()));
        return;
      case 0x30: // POP
        stack.drop();
        return;
      case 0x31: // POP_MARK
        stack.size = stack.popMark();
        return;
      case 0x32: // DUP
        stack.push(stack.top());
        return;
      case 0x63: // GLOBAL
        this.#made(this.#judge.global(at, ...this.#names.lines()));
        return;
      case 0x93: // STACK_GLOBAL
        this.#stackGlobal(at);
        return;
      case 0x52: {
        // REDUCE
        const args = stack.pop();
        this.#made(this.#judge.call(at, stack.pop(), args));
        return;
      }
      case 0x81: {
        // NEWOBJ
        const args = stack.pop();
        this.#made(this.#judge.make(at, stack.pop(), args));
        return;
      }
      case 0x92: {
        // NEWOBJ_EX
        const [words, args] = [stack.pop(), stack.pop()];
        this.#made(this.#judge.make(at, stack.pop(), args, words));
        return;
      }
      case 0x69: {
        // INST
        const [module, name] = this.#names.lines();
        const args = containers.taken('tuple', at, stack.popMark());
        this.#made(this.#judge.construct(at, this.#judge.global(at, module, name), args));
        return;
      }
      case 0x6f: {
        // OBJ
        const from = stack.popMark();
        if (stack.size <= from) throw reader.broken('Cannot follow OBJ as a class must stand behind its mark: nothing does');
        const args = containers.taken('tuple', at, from + 1);
        this.#made(this.#judge.construct(at, stack.pop(), args));
        return;
      }
      case 0x62: {
        // BUILD
        const state = stack.pop();
        this.#judge.build(at, stack.top(), state);
        const skip = this.#judge.behind(stack.top(), state, reader.offset);
        if (skip !== undefined) reader.offset = skip;
        return;
      }
      case 0x50: // PERSID
        this.#made(this.#judge.persistent(at, at));
        return;
      case 0x51: // BINPERSID
        this.#made(this.#judge.persistent(at, stack.pop()));
        return;
      case 0x82: // EXT1
      case 0x83: // EXT2
      case 0x84: // EXT4
        this.#made(this.#judge.extension(at, reader.number));
        return;
      case 0x97: // NEXT_BUFFER
        this.#judge.note(reader.broken('Cannot follow NEXT_BUFFER as the data must be in the file: they come from elsewhere'));
        this.#made(new Made('opaque', at));
        return;
      case 0x98: // READONLY_BUFFER
        stack.top();
        return;
      case 0x95: // FRAME
        this.#frames.begin();
        return;
      case 0x80: // PROTO
        if (reader.number > 5) throw reader.broken(`Cannot follow the pickle as its protocol must be at most 5: it is ${reader.number}`);
        return;
      default:
        if (!containers.step(code, at)) throw reader.broken('Cannot follow the op-code');
    }
  }

  #made(thing: Thing): void {
    this.#census.made();
    this.#stack.push(thing);
  }

  #recall(index: number): Value {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#reader.broken(`Cannot follow the op-code as the memo must have the entry ${index}: it has none`);
    return value;
  }

  #stackGlobal(at: number): void {
    const name = this.#stack.pop();
    const module = this.#stack.pop();
    const [moduleText, nameText] = [this.#names.text(module), this.#names.text(name)];
    if (moduleText === undefined || nameText === undefined) this.#made(this.#judge.computed(at, module, name));
    else this.#made(this.#judge.global(at, moduleText, nameText));
  }
}

const STOP = 0x2e;
