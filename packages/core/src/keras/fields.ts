import type { Json, JsonObject } from '../artifact/json/json.ts';
import { pointerTo } from '../artifact/json/pointer.ts';
import { type DType, isDType } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import { type Activation, type ActivationContext, activationOf } from './activation.ts';
import { knownLayer } from './fits.ts';
import { type LayerObject, readObject } from './object.ts';
import { readPolicy, samePolicy, type TypePolicy } from './type-policy.ts';

interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Fields that every layer may carry and that do not change what it computes; `dtype` is read by the framework. */
const INERT = new Set(['name', 'trainable', 'dtype', 'batch_input_shape', 'batch_shape', 'activity_regularizer', 'autocast', 'seed', 'rng_type']);
const INERT_ENDINGS = ['_initializer', '_regularizer', '_constraint'];

/**
 * The fields of one `config`, each read once, with its type and range. What no reader asked for must be inert, or the layer is refused:
 * a field that we do not know could change what the layer computes.
 */
export class Fields {
  readonly #config: JsonObject;
  readonly pointer: string;
  readonly #context: ActivationContext;
  readonly #read = new Set<string>();

  constructor(config: JsonObject, pointer: string, context: ActivationContext = { writer: 3 }) {
    this.#config = config;
    this.pointer = pointer;
    this.#context = context;
  }

  /** A file that the layer keeps beside the weights, such as its vocabulary, by its name; undefined where there is none. */
  asset(name: string): Uint8Array | undefined {
    return this.#context.asset?.(name);
  }

  /** The fields of a layer that stands in one of these fields, read in the same context. */
  of(object: LayerObject): Fields {
    return new Fields(object.config, pointerTo(object.pointer, 'config'), this.#context);
  }

  /** Generation of the Keras that wrote the file: some fields that are absent mean another thing. */
  get writer(): 2 | 3 {
    return this.#context.writer;
  }

  /** Whether the field stands in the file, be it null. */
  has(name: string): boolean {
    return Object.hasOwn(this.#config, name);
  }

  raw(name: string): Json | undefined {
    this.#read.add(name);
    return this.has(name) ? this.#config[name] : undefined;
  }

  /** Reads a field that must be a finite number; `absent` stands for a missing one. */
  number(name: string, options: Range & { readonly absent?: number } = {}): number {
    const value = this.raw(name) ?? (this.has(name) ? null : options.absent);
    if (typeof value !== 'number' || !Number.isFinite(value) || !within(value, options)) throw this.wrong(name, `a number${spoken(options)}`);
    return value;
  }

  /** As `number`, where null has a meaning of its own. */
  numberOrNull(name: string, options: Range & { readonly absent?: number | null } = {}): number | null {
    const value = this.has(name) ? this.raw(name) : options.absent;
    if (value === null) return null;
    return this.number(name, options as Range & { absent?: number });
  }

  int(name: string, options: Range & { readonly absent?: number } = {}): number {
    const value = this.number(name, options);
    if (!Number.isSafeInteger(value)) throw this.wrong(name, `a whole number${spoken(options)}`);
    return value;
  }

  boolean(name: string, absent?: boolean): boolean {
    const value = this.has(name) ? this.raw(name) : absent;
    if (typeof value !== 'boolean') throw this.wrong(name, 'true or false');
    return value;
  }

  string(name: string, absent?: string): string {
    const value = this.has(name) ? this.raw(name) : absent;
    if (typeof value !== 'string') throw this.wrong(name, 'a text');
    return value;
  }

  oneOf<const T extends string>(name: string, choices: readonly T[], absent?: T): T {
    const value = this.string(name, absent);
    if (!(choices as readonly string[]).includes(value)) throw this.wrong(name, `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`);
    return value as T;
  }

  /** Whole numbers, one for each of `rank` axes; a single number stands for all. */
  ints(name: string, rank: number, options: Range & { readonly absent?: number } = {}): readonly number[] {
    const value = this.raw(name) ?? (this.has(name) ? null : options.absent);
    const list = Array.isArray(value) ? (value as readonly Json[]) : Array.from({ length: rank }, () => value);
    if (list.length !== rank || !list.every((item): item is number => typeof item === 'number' && Number.isSafeInteger(item) && within(item, options)))
      throw this.wrong(name, `${rank} whole numbers${spoken(options)}`);
    return list;
  }

  /** A list of whole numbers of any length, or one alone. */
  intList(name: string, options: Range = {}): readonly number[] {
    const value = this.raw(name);
    const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
    if (!list.every((item): item is number => typeof item === 'number' && Number.isSafeInteger(item) && within(item, options)))
      throw this.wrong(name, `whole numbers${spoken(options)}`);
    return list;
  }

  /** A shape: whole numbers, null for what a call decides. */
  shape(name: string): readonly (number | null)[] {
    const value = this.raw(name);
    const good = (item: Json): item is number | null => item === null || (typeof item === 'number' && Number.isSafeInteger(item) && item >= 0);
    if (!Array.isArray(value) || !value.every(good)) throw this.wrong(name, 'a list of whole numbers or null');
    return value;
  }

  dtype(name: string, absent: DType): DType {
    const value = this.raw(name) ?? absent;
    if (!isDType(value)) throw this.wrong(name, 'a dtype');
    return value;
  }

  /** An activation by name, or as a serialized function or layer; null and "linear" are the identity. */
  activation(name: string, absent: string | null = null): Activation {
    return activationOf(this.has(name) ? (this.raw(name) ?? null) : absent, this.at(name), this.#context);
  }

  /**
   * A serialized layer, such as the one that a wrapper wraps, read by `read` as a layer on its own would be.
   *
   * @throws HG_ARTIFACT_CODE for a class that is none of Keras' layers.
   */
  layer<T>(name: string, read: (fields: Fields, className: string) => T): T {
    const object = readObject(this.raw(name) ?? null, this.at(name));
    const known = knownLayer(object);
    if (known === undefined)
      throw new HorngateError('HG_ARTIFACT_CODE', `Cannot compile the class "${object.className}" as it is no layer of Keras: module "${object.module}"`, {
        where: { member: 'config.json', pointer: object.pointer },
      });
    const fields = this.of(object);
    const config = read(fields, known.class);
    if (!samePolicy(fields.policy(), this.policy()))
      throw new HorngateError('HG_UNSUPPORTED_DTYPE', 'Cannot compile a layer inside another one with other types than its own', {
        where: { member: 'config.json', pointer: fields.at('dtype') },
      });
    fields.finish();
    return config;
  }

  /** The types of the layer. @throws HG_UNSUPPORTED_DTYPE, HG_ARTIFACT_FIELD as `readPolicy` does. */
  policy(path = ''): TypePolicy {
    return readPolicy(this.raw('dtype'), this.at('dtype'), path);
  }

  /** Refuses the field unless it is absent, null, or has one of these values, since anything else is not compiled yet. */
  only(name: string, ...values: readonly Json[]): void {
    const value = this.raw(name) ?? null;
    if (value !== null && !values.some((allowed) => spelled(allowed) === spelled(value))) throw this.unsupported(name, `with the value ${shown(value)}`);
  }

  unsupported(name: string, why: string): HorngateError {
    return new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compile "${name}" ${why}`, { where: { member: 'config.json', pointer: this.at(name) } });
  }

  /** Fields that are read elsewhere or change nothing here, each named by the layer that says so. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  /** @throws HG_ARTIFACT_FIELD for a field which nobody read and which is not inert. */
  finish(): void {
    for (const name of Object.keys(this.#config))
      if (!this.#read.has(name) && !INERT.has(name) && !INERT_ENDINGS.some((ending) => name.endsWith(ending)))
        throw new HorngateError('HG_ARTIFACT_FIELD', `Cannot compile the layer as its field "${name}" is not known to it`, {
          where: { member: 'config.json', pointer: this.at(name) },
        });
  }

  at(name: string): string {
    return pointerTo(this.pointer, name);
  }

  wrong(name: string, wanted: string): HorngateError {
    const found = this.has(name) ? shown(this.#config[name] ?? null) : 'nothing';
    return new HorngateError('HG_ARTIFACT_FIELD', `Cannot read "${name}" as it must be ${wanted}: found ${found}`, {
      where: { member: 'config.json', pointer: this.at(name) },
    });
  }
}

const within = (value: number, { min, max }: Range): boolean => (min === undefined || value >= min) && (max === undefined || value <= max);

const spoken = ({ min, max }: Range): string => `${min === undefined ? '' : ` >= ${min}`}${max === undefined ? '' : ` <= ${max}`}`;

/** JSON that tells all values apart: integers past 2^53 are bigints, which JSON has not, and NaN would be null. */
const spelled = (value: Json): string =>
  JSON.stringify(value, (_, item) => (typeof item === 'bigint' || (typeof item === 'number' && !Number.isFinite(item)) ? `${typeof item} ${item}` : item));

/** At most 80 characters of a foreign value, for a message. */
export function shown(value: Json): string {
  const text = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item)) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
