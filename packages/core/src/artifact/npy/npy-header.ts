import { HorngateError } from '../../words/error.ts';

/** What the header of a `.npy` file says (NEP 1). */
export interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** NumPy has 64. */
const MAX_RANK = 32;
const KEYS = ['descr', 'fortran_order', 'shape'] as const;

/**
 * Reads the dict literal of a header by its grammar; nothing is evaluated. Only the three keys, a plain type string, a bool and a tuple of whole numbers.
 *
 * @throws HG_ARTIFACT_NPY for anything else; structured types are lists, and refused.
 */
export function readNpyHeader(text: string): NpyHeader {
  const reader = new LiteralReader(text);
  const found: Record<string, unknown> = Object.create(null);
  reader.expect('{');
  while (!reader.accept('}')) {
    const key = reader.string();
    if (!(KEYS as readonly string[]).includes(key) || key in found) throw wrong(`have the keys ${KEYS.join(', ')} once each`, key);
    reader.expect(':');
    found[key] = key === 'descr' ? reader.string() : key === 'shape' ? reader.shape() : reader.bool();
    if (!reader.accept(',')) {
      reader.expect('}');
      break;
    }
  }
  reader.end();
  for (const key of KEYS) if (!(key in found)) throw wrong('have all three keys', `no ${key}`);
  return { descr: found['descr'] as string, fortranOrder: found['fortran_order'] as boolean, shape: found['shape'] as number[] };
}

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  accept(char: string): boolean {
    this.#match(/[ \t\n\r]*/y);
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  expect(char: string): void {
    if (!this.accept(char)) throw wrong(`have "${char}"`, this.#text.slice(this.#at, this.#at + 20));
  }

  string(): string {
    this.#match(/[ \t\n\r]*/y);
    const quoted = this.#match(/'[^'\\\n]*'|"[^"\\\n]*"/y);
    if (quoted === undefined) throw wrong('have a plain string', this.#text.slice(this.#at, this.#at + 20));
    return quoted.slice(1, -1);
  }

  bool(): boolean {
    this.#match(/[ \t\n\r]*/y);
    const word = this.#match(/True\b|False\b/y);
    if (word === undefined) throw wrong('have True or False', this.#text.slice(this.#at, this.#at + 20));
    return word === 'True';
  }

  shape(): readonly number[] {
    const shape: number[] = [];
    this.expect('(');
    while (!this.accept(')')) {
      const digits = this.#match(/0|[1-9]\d{0,15}/y);
      const dim = Number(digits);
      if (digits === undefined || !Number.isSafeInteger(dim) || shape.length >= MAX_RANK)
        throw wrong('have a tuple of whole numbers', this.#text.slice(this.#at, this.#at + 20));
      shape.push(dim);
      if (this.accept(',')) continue;
      if (shape.length === 1) throw wrong('have a tuple', 'a number in parentheses');
      this.expect(')');
      break;
    }
    return shape;
  }

  end(): void {
    this.#match(/[ \t\n\r]*/y);
    if (this.#at < this.#text.length) throw wrong('end with the dictionary', this.#text.slice(this.#at, this.#at + 20));
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function wrong(wanted: string, found: string): HorngateError {
  return new HorngateError('HG_ARTIFACT_NPY', `Cannot read the header as it must ${wanted}: found ${JSON.stringify(found)}`);
}
