import { HorngateError } from '../words/error.ts';
import type { StageOptions } from '../words/program.ts';

const INT64 = /^(0|-?[1-9]\d{0,18})$/;

/** Whether a text is the one decimal spelling of a signed 64-bit integer. */
export const isInt64Text = (text: string): boolean => INT64.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);

/** The options of one stage, each read once and strictly: a Program is distrusted until the second check has read it. */
export class Options {
  readonly #given: StageOptions;
  readonly #stage: string;
  readonly #left: Set<string>;

  constructor(given: StageOptions, stage: string) {
    this.#given = given;
    this.#stage = stage;
    this.#left = new Set(Object.keys(given));
  }

  int(name: string, min: number, max: number): number {
    const value = this.#take(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) throw this.wrong(name, `a whole number from ${min} to ${max}`);
    return value;
  }

  intOrNull(name: string, min: number, max: number): number | null {
    return this.#given[name] === null ? this.#nothing(name) : this.int(name, min, max);
  }

  /** Whole numbers, or null. */
  intsOrNull(name: string, most: number, min: number, max: number): readonly number[] | null {
    const value = this.#take(name);
    if (value === null) return null;
    if (!isList(value) || value.length < 1 || value.length > most || !value.every((item): item is number => isWhole(item) && item >= min && item <= max))
      throw this.wrong(name, `1 to ${most} whole numbers from ${min} to ${max}`);
    return value;
  }

  oneOf<const T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#take(name);
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw this.wrong(name, `one of ${choices.join(', ')}`);
    return found;
  }

  textOrNull(name: string): string | null {
    const value = this.#take(name);
    if (value !== null && typeof value !== 'string') throw this.wrong(name, 'a text or null');
    return value;
  }

  /** Two 64-bit integers, or null. */
  saltOrNull(name: string): readonly [bigint, bigint] | null {
    const value = this.#take(name);
    if (value === null) return null;
    const [a, b, ...others] = isList(value) ? value : [];
    if (typeof a !== 'string' || typeof b !== 'string' || others.length > 0 || !isInt64Text(a) || !isInt64Text(b))
      throw this.wrong(name, 'two 64-bit integers');
    return [BigInt(a), BigInt(b)];
  }

  /** @throws HG_ARTIFACT_PROGRAM for an option that nobody read. */
  finish(): void {
    const [extra] = this.#left;
    if (extra !== undefined) throw this.wrong(extra, 'absent');
  }

  wrong(name: string, wanted: string): HorngateError {
    return new HorngateError('HG_ARTIFACT_PROGRAM', `Cannot accept the Program as "${name}" of the stage "${this.#stage}" must be ${wanted}`);
  }

  #nothing(name: string): null {
    this.#take(name);
    return null;
  }

  #take(name: string): StageOptions[string] {
    const value = Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
    if (value === undefined) throw this.wrong(name, 'there');
    this.#left.delete(name);
    return value;
  }
}

const isList = (value: unknown): value is readonly (string | number)[] => Array.isArray(value);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
