import type { PickleReader } from '../../artifact/pickle/pickle-reader.ts';
import { attemptLiteral } from './decompile.ts';
import type { Judge } from './judge.ts';

const FLOAT = 0x46;
const STRING = 0x53;
/** Longer literals of protocol 0 are cut when they are read again, so they are not checked. */
const MAX_LINE = 4096;

/** Arguments of protocol 0: lines of text. */
export class TextLiterals {
  readonly #reader: PickleReader;
  readonly #judge: Judge;
  #broken = false;

  constructor(reader: PickleReader, judge: Judge) {
    this.#reader = reader;
    this.#judge = judge;
  }

  /** A place in the memo: a line of digits. @throws HG_ARTIFACT_PICKLE for anything else. */
  index(): number {
    const { dataAt, dataBytes } = this.#reader;
    let index = dataBytes > 0 && dataBytes <= 10 ? 0 : Number.NaN;
    for (let n = 0; n < dataBytes && !Number.isNaN(index); n++) {
      const digit = (this.#reader.peek(dataAt + n) as number) - 48;
      index = digit >= 0 && digit <= 9 ? index * 10 + digit : Number.NaN;
    }
    if (Number.isNaN(index)) throw this.#reader.broken('Cannot follow the op-code as its index must be a whole number: it is none');
    return index;
  }

  /** Most literals are plain numbers or in quotes, and the others are read as Python reads them. That one is broken is said once. */
  check(at: number): void {
    if (this.#broken || this.#isPlainNumber() || this.#isQuoted() || this.#reader.dataBytes >= MAX_LINE) return;
    if (attemptLiteral(this.#reader.source, at) !== undefined) return;
    this.#broken = true;
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
}
