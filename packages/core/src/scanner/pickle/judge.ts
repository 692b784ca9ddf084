import { readLiteral } from '../../artifact/pickle/literal.ts';
import { HorngateError } from '../../words/error.ts';
import type { Severity } from '../../words/finding.ts';
import type { ByteSource } from '../../words/ports.ts';
import type { Sights } from '../sights.ts';
import { arrayEnd, isArrayWrapper } from './array-wrapper.ts';
import { fits, listedClass } from './constraints.ts';
import { attemptLiteral, decompile, decompileCall, nameText } from './decompile.ts';
import { isDtype, isHonestState, ofObjects } from './dtype-state.ts';
import { Machine } from './machine.ts';
import { canonical, dangerOf, type PicklePolicy } from './policy.ts';
import { type Storage, storageOf } from './storages.ts';
import { tarKey } from './torch-tar.ts';
import { Global, itemsOf, Made, part, type Thing, type Value } from './values.ts';

/** Which loader reads the pickle: only that of PyTorch gives persistent identifiers a meaning, and TorchScript has classes of its own. */
export type PickleContext = 'pickle' | 'torch' | 'torch-tar' | 'torchscript';

/** Calls of one function that are written out. */
const MAX_CALLS = 4;
/** Calls of what the pickle computed, or with other arguments than the list says. */
const MAX_COMPUTED = 200;
const MAX_STORAGES = 1 << 18;

/** Is told of bytes in a pickle. @param data - the bytes, where they do not stand in the file as they are. */
export type Nested = (at: number, bytes: number, data?: Uint8Array) => void;

interface Named {
  readonly thing: Thing;
  calls: number;
}

/** Holds every name, call and change of a pickle against the allow-list, at the op-code that does it. */
export class Judge {
  readonly sights: Sights;
  readonly troubles: HorngateError[] = [];
  /** Bytes of tensors by their key, as the pickle names them. */
  readonly storages = new Map<string, Storage>();
  /** Keys of tensors and storages, in the old tar format. */
  readonly asked = new Set<string>();
  /** Raw arrays stand between the op-codes. */
  arrays = 0;
  readonly #source: ByteSource;
  readonly #policy: PicklePolicy;
  readonly #context: PickleContext;
  readonly #nested: Nested;
  /** Names that the list does not have. Those that are called are reported by their calls. */
  readonly #unlisted = new Map<string, Named>();
  readonly #noted = new Set<string>();
  #inArray = false;
  #computedCalls = 0;

  constructor(source: ByteSource, policy: PicklePolicy, context: PickleContext, sights: Sights, nested: Nested) {
    this.#source = source;
    this.#policy = policy;
    this.#context = context;
    this.sights = sights;
    this.#nested = nested;
  }

  /** Something is wrong, and the pickle can be followed all the same. Each kind is said once. */
  note(error: HorngateError): void {
    if (this.#noted.has(error.message)) return;
    this.#noted.add(error.message);
    this.troubles.push(error);
  }

  global(at: number, module: string, name: string): Thing {
    const [realModule, realName] = canonical(module, name);
    const thing = new Global(at, realModule, realName, this.#policy.find(realModule, realName));
    if (thing.row === undefined && !this.#isScript(thing)) this.#remember(thing);
    return thing;
  }

  /** TorchScript's classes are in the archive's own code, which `pytorch/code` reports; no Python loader imports them. */
  #isScript({ module }: Thing): boolean {
    return this.#context === 'torchscript' && /^__torch__(\.|$)/.test(module);
  }

  #remember(thing: Thing): void {
    const key = `${thing.module}\0${thing.name}`;
    if (!this.#unlisted.has(key) && this.#unlisted.size < MAX_UNLISTED) this.#unlisted.set(key, { thing, calls: 0 });
  }

  /** A name that is computed by the pickle itself, so that nobody can read it in it. */
  computed(at: number, module: Value, name: Value): Thing {
    this.sights.add('computed-name', `Looks up ${decompile(name, this.#source)} in ${decompile(module, this.#source)}: the name is computed`, { offset: at });
    const thing = new Made('opaque', at);
    thing.of = name;
    return thing;
  }

  extension(at: number, code: number): Thing {
    this.sights.add('extension-code', `Names something by the extension code ${code}, which only the loading program knows`, { offset: at });
    return new Made('opaque', at);
  }

  /** REDUCE. */
  call(at: number, of: Value, args: Value): Thing {
    const known = itemsOf(args);
    if (typeof of === 'object' && of.kind === 'global') {
      if (of.row?.may.has('call') === true && fits(of.row.only, known, this.#source)) return this.#called(at, of, args, known);
      if (this.#isScript(of)) return result('instance', at, of, args);
    }
    this.#unlistedCall(at, of, args);
    return result('call', at, of, args);
  }

  #called(at: number, of: Thing, args: Value, known: readonly Value[] | undefined): Thing {
    const thing = result('instance', at, of, args);
    thing.row = of.row;
    const { only } = of.row ?? {};
    if (isDtype(thing)) thing.objects = ofObjects(known?.[0], this.#source);
    if (only === 'latin1' && known !== undefined) this.#encoded(known[0]);
    if (only === 'class-first' || only === 'class-base-state') thing.row = listedClass(known?.[0])?.row;
    if (only === 'calls-first') thing.row = this.#policy.find('torch', 'Tensor');
    return thing;
  }

  /** NEWOBJ and NEWOBJ_EX: an object without its constructor. */
  make(at: number, of: Value, args: Value, words?: Value): Thing {
    const known = typeof of === 'object' && of.kind === 'global' && (of.row?.may.has('new') === true || this.#isScript(of)) && isEmpty(words);
    if (!known) this.#unlistedCall(at, of, args, words);
    const thing = result(known ? 'instance' : 'call', at, of, args);
    if (typeof of === 'object' && known) thing.row = of.row;
    return thing;
  }

  /** INST and OBJ: a class is called with what stands behind a mark; without any, its constructor is passed by. */
  construct(at: number, of: Value, args: Thing): Thing {
    return args.count === 0 && listedClass(of) !== undefined ? this.make(at, of, args) : this.call(at, of, args);
  }

  /** BUILD: gives an object its state. */
  build(at: number, target: Value, state: Value): void {
    if (typeof target === 'object') {
      if (target.kind === 'instance' && (target.row?.may.has('state') === true || this.#isScriptObject(target))) {
        target.state = state;
        if (isDtype(target) && !isHonestState(target, state, this.#source))
          this.sights.add(
            'unlisted-operation',
            `Gives ${decompile(target, this.#source)} the state ${decompile(state, this.#source)}, which NumPy does not write`,
            { offset: at },
            'high',
          );
        if (!this.#isTold(state))
          this.sights.add('unlisted-operation', `Changes ${decompile(target, this.#source)} by BUILD with what cannot be told`, { offset: at });
        if (typeof state === 'object' && state.dunderAt !== undefined)
          this.sights.add('attribute-traversal', `Sets the attribute ${decompile(state.dunderAt, this.#source)} of ${decompile(target, this.#source)}`, {
            offset: at,
          });
        return;
      }
      if (target.kind === 'call' || target.kind === 'opaque') return; // reported when it came to be
    }
    this.change(at, target, 'BUILD', state);
  }

  /** Whether the attributes that a state sets can be seen: not in a dictionary that is an object itself, and not in one that the memo kept no items of. */
  #isTold(state: Value): boolean {
    if (typeof state === 'number') return attemptLiteral(this.#source, state) !== undefined;
    if (state.kind === 'tuple') return state.items.every((item) => typeof item === 'number' || !hasItems(item));
    return state.kind !== 'opaque' && !hasItems(state);
  }

  #isScriptObject({ of }: Thing): boolean {
    return typeof of === 'object' && of.kind === 'global' && this.#isScript(of);
  }

  /** SETITEM, APPEND and ADDITEMS on what is no dictionary, list or set, and BUILD on what has no state. */
  change(at: number, target: Value, what: string, value: Value | undefined): void {
    if (typeof target === 'number') {
      if (attemptLiteral(this.#source, target) === undefined) return; // a container that the memo kept only the place of
      this.note(broken(at, `Cannot follow ${what} as it must change an object: it would change a literal`));
      return;
    }
    if (target.kind === 'instance' && what !== 'BUILD' && target.row?.may.has('items') === true) return;
    if (target.kind === 'call' || target.kind === 'opaque') return;
    const text = `${decompile(target, this.#source)} by ${what} with ${decompile(value, this.#source)}`;
    if (target.kind === 'global') this.sights.add('changed-global', `Changes ${text}`, { offset: at });
    else if (this.#seldom(`${what}${target.kind}${typeof target.of === 'object' ? target.of.name : ''}`))
      this.sights.add('unlisted-operation', `Changes ${text}`, { offset: at });
  }

  #seldom(key: string): boolean {
    if (this.#noted.has(key) || this.#noted.size > MAX_UNLISTED) return false;
    this.#noted.add(key);
    return true;
  }

  /** Raw bytes that the loader reads behind this object, not as op-codes. @returns where the op-codes go on. */
  behind(target: Value, state: Value, offset: number): number | undefined {
    if (!isArrayWrapper(target) || this.#inArray) return undefined;
    this.arrays++;
    return arrayEnd(this.#source, state, offset) ?? this.#objects(offset);
  }

  /** An array of objects is a pickle of its own, which a plain unpickler reads: arrays inside it have no raw bytes. */
  #objects(offset: number): number {
    this.#inArray = true;
    try {
      return new Machine(this.#source, this, { offset }).follow().end;
    } finally {
      this.#inArray = false;
    }
  }

  persistent(at: number, id: Value): Thing {
    const thing = new Made('persid', at);
    thing.of = part(id, thing);
    if (!this.#isOrdinary(id) && this.#seldom('persid'))
      this.sights.add('persistent-id', `Asks its loader for ${decompile(thing, this.#source)}`, { offset: at });
    return thing;
  }

  /** Keeps what `torch.save` writes, in the form that it has where the pickle lies. */
  #isOrdinary(id: Value): boolean {
    if (this.#context === 'pickle') return false;
    const tar = this.#context === 'torch-tar' ? tarKey(id, this.#source) : undefined;
    if (tar !== undefined && this.asked.size < MAX_STORAGES) this.asked.add(tar);
    if (this.#context === 'torch-tar') return tar !== undefined;
    const storage = storageOf(id, this.#source);
    if (storage !== undefined && this.storages.size < MAX_STORAGES) this.storages.set(storage.key, storage);
    return storage !== undefined;
  }

  /** Bytes in which another pickle may be. */
  bytes(at: number, bytes: number): void {
    if (bytes >= 4) this.#nested(at, bytes);
  }

  #encoded(text: Value | undefined): void {
    if (typeof text !== 'number') return;
    const literal = readLiteral(this.#source, text, MAX_NESTED);
    if (literal?.type !== 'str' || literal.cut || literal.text.length < 4 || !/^[\x80(ci\x8c]/.test(literal.text)) return;
    this.#nested(
      text,
      literal.text.length,
      Uint8Array.from(literal.text, (char) => char.charCodeAt(0) & 255),
    );
  }

  #unlistedCall(at: number, of: Value, args: Value, words?: Value): void {
    const global = typeof of === 'object' && of.kind === 'global' ? of : undefined;
    const key = global && `${global.module}\0${global.name}`;
    const named = key === undefined ? undefined : this.#unlisted.get(key);
    if (named !== undefined) named.calls++;
    if ((named?.calls ?? ++this.#computedCalls) > (named === undefined ? MAX_COMPUTED : MAX_CALLS)) return;
    const words2 = words !== undefined && !isEmpty(words) ? ` with ${decompile(words, this.#source)}` : '';
    const text = decompileCall(of, args, this.#source) + words2;
    if (global === undefined) this.sights.add('unlisted-call', `Calls what the pickle computed: ${text}`, { offset: at }, 'high');
    else if (global.row !== undefined) this.sights.add('unlisted-call', `Calls ${text}, and it may not be called so`, { offset: at });
    else this.sights.add('unlisted-call', `Calls ${text}${doing(global)}`, { offset: at }, severityOf(global));
  }

  /** Reports the names that were not called. */
  finish(): void {
    for (const { thing, calls } of this.#unlisted.values()) {
      const traversal = isTraversal(thing);
      if (traversal) this.sights.add('attribute-traversal', `Reaches ${nameText(thing)}${doing(thing)}`, { offset: thing.at }, severityOf(thing, 'high'));
      else if (calls === 0) this.sights.add('unlisted-global', `Names ${nameText(thing)}${doing(thing)}`, { offset: thing.at }, severityOf(thing));
    }
    this.#unlisted.clear();
  }
}

const hasItems = ({ kind, row }: Thing): boolean => kind === 'instance' && row?.may.has('items') === true;

const MAX_UNLISTED = 10_000;
const MAX_NESTED = 1 << 20;

/** A dot in a name, or a name of the interpreter's own: `__builtins__`, `__globals__`. */
const isTraversal = ({ name }: Thing): boolean => name.includes('.') || /^__.*__$/.test(name);

function doing({ module, name }: Thing): string {
  const what = dangerOf(module, name);
  if (what !== undefined) return `: it ${what}`;
  return module === '__main__' ? ', of the script that wrote the file' : ', which nobody reviewed';
}

const severityOf = ({ module, name }: Thing, usual: Severity = 'medium'): Severity => (dangerOf(module, name) === undefined ? usual : 'critical');

function isEmpty(words: Value | undefined): boolean {
  return words === undefined || (typeof words === 'object' && words.kind === 'dict' && words.count === 0);
}

function result(kind: 'call' | 'instance', at: number, of: Value, args: Value): Thing {
  const thing = new Made(kind, at);
  thing.of = part(of, thing);
  thing.args = part(args, thing);
  return thing;
}

const broken = (at: number, message: string): HorngateError => new HorngateError('HG_ARTIFACT_PICKLE', message, { where: { offset: at } });
