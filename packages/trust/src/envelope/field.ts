import { isJsonArray, isJsonObject, type Json, pointerTo } from '@horngate/core/artifact';
import { HorngateError } from '@horngate/core/words';

/** A place in a JSON text that somebody else wrote; asking it for a type is the only way to its value. */
export class Field {
  readonly #value: Json | undefined;
  readonly pointer: string;

  constructor(value: Json | undefined, pointer = '') {
    this.#value = value;
    this.pointer = pointer;
  }

  get present(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  get json(): Json | undefined {
    return this.#value;
  }

  /** @throws HG_ARTIFACT_FIELD where this is no object; a key that is absent gives a field that is not present. */
  at(key: string): Field {
    if (!isJsonObject(this.#value)) this.fail('an object');
    return new Field(this.#value[key], pointerTo(this.pointer, key));
  }

  list(max: number): Field[] {
    if (!isJsonArray(this.#value)) this.fail('a list');
    if (this.#value.length > max)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read a list as it must have at most ${max} entries: it has ${this.#value.length}`, {
        where: { pointer: this.pointer },
      });
    return this.#value.map((item, index) => new Field(item, `${this.pointer}/${index}`));
  }

  text(): string {
    return typeof this.#value === 'string' ? this.#value : this.fail('a text');
  }

  flag(): boolean {
    return typeof this.#value === 'boolean' ? this.#value : this.fail('true or false');
  }

  /** A number of the protobuf structs of Python may be written as `65536.0`. */
  whole(min: number): number {
    return typeof this.#value === 'number' && Number.isSafeInteger(this.#value) && this.#value >= min ? this.#value : this.fail(`a whole number >= ${min}`);
  }

  /** Exactly this text. */
  is(wanted: string): string {
    return this.text() === wanted ? wanted : this.fail(`"${wanted}"`);
  }

  fail(wanted: string): never {
    throw new HorngateError('HG_ARTIFACT_FIELD', `Cannot use a field of the signature as it must be ${wanted}: found ${told(this.#value)}`, {
      where: { pointer: this.pointer },
    });
  }
}

const MOST = 100;

function told(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > MOST ? `${value.slice(0, MOST)}…` : value);
  if (typeof value !== 'object' || value === null) return String(value);
  return isJsonArray(value) ? `a list of ${value.length}` : 'an object';
}
