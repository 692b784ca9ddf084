import type { Json } from '../../../artifact/json/json.ts';
import { isInt64Text } from '../../../stages/options.ts';
import { MAX_TABLE_ENTRIES, type Table } from '../../../stages/table.ts';
import { decodeUtf8 } from '../../../text/utf8.ts';
import { HorngateError } from '../../../words/error.ts';
import type { Fields } from '../../fields.ts';

/** What a lookup knows of its special tokens; integers are texts in decimal. */
export interface Specials {
  readonly dtype: Table['dtype'];
  /** Null where the layer has none, and in encodings, which have no index for it. */
  readonly mask: string | null;
  readonly oov: string | null;
  readonly oovs: number;
  /** Whether index 0 is the mask's. */
  readonly first: 0 | 1;
  readonly invert: boolean;
  readonly most: number | null;
}

/** How `str.splitlines` of Python ends a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: three of them end a line to Python
const LINE = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/**
 * The tokens of a lookup without the special ones: from the list in the config, else from `vocabulary.txt` among the archive's assets, read by exact name.
 *
 * A text in `vocabulary` is a path or an address, which Keras opened as a file until 3.12 (CVE-2025-12058): it is refused, and nothing is opened.
 *
 * @throws HG_ARTIFACT_FIELD for what Keras itself does not load: no token, one twice, a special one among the others, more than `max_tokens`.
 * @see keras/src/layers/preprocessing/index_lookup.py, `set_vocabulary` and `load_assets`
 */
export function vocabularyOf(f: Fields, specials: Specials, asset: () => Uint8Array | undefined): Table {
  const listed = f.raw('vocabulary') ?? null;
  if (listed !== null && !Array.isArray(listed)) throw f.wrong('vocabulary', 'a list of tokens');
  const all = listed === null ? assetTokens(f, specials, asset()) : (listed as readonly Json[]).map((item) => token(f, item, specials.dtype));
  const special = [...(specials.first === 1 ? [specials.mask] : []), ...Array.from({ length: Math.min(specials.oovs, all.length + 1) }, () => specials.oov)];
  const tokens = special.every((text, index) => all[index] === text) ? all.slice(special.length) : all;
  const unique = new Set(tokens);
  if (tokens.length === 0) throw f.wrong('vocabulary', 'a list with tokens');
  if (unique.size !== tokens.length) throw f.wrong('vocabulary', 'a list with each token once');
  if (specials.mask !== null && unique.has(specials.mask)) throw f.wrong('vocabulary', 'a list with the mask at its start alone');
  if (specials.invert && specials.oov !== null && unique.has(specials.oov)) throw f.wrong('vocabulary', 'a list with "oov_token" at its start alone');
  if (specials.most !== null && specials.first + specials.oovs + tokens.length > specials.most)
    throw f.wrong('vocabulary', `a list of at most ${specials.most} tokens`);
  return specials.dtype === 'string' ? { dtype: 'string', entries: tokens } : { dtype: 'int64', entries: BigInt64Array.from(tokens, BigInt) };
}

function assetTokens(f: Fields, { dtype }: Specials, bytes: Uint8Array | undefined): readonly string[] {
  if (bytes === undefined) throw f.wrong('vocabulary', 'a list of tokens, or to stand in "vocabulary.txt" among the assets');
  const text = decodeUtf8(bytes);
  if (text === undefined) throw f.wrong('vocabulary', 'in UTF-8 among the assets');
  const lines = text.split(LINE);
  while (lines.at(-1) === '') lines.pop();
  if (lines.length > MAX_TABLE_ENTRIES)
    throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read a vocabulary of more than ${MAX_TABLE_ENTRIES} tokens: found ${lines.length}`);
  return lines.map((line) => token(f, dtype === 'string' ? line : integer(line), dtype));
}

/** Python's `int` reads more than one spelling; only the one that Keras writes is taken. */
const integer = (line: string): Json => (isInt64Text(line) ? BigInt(line) : line);

/** A token as its text; an integer in decimal. NumPy, through which Keras takes a list, cuts zeros off the end of a text. */
function token(f: Fields, item: Json, dtype: Table['dtype']): string {
  const text = tokenText(item, dtype);
  if (text === undefined || text.endsWith('\0')) throw f.wrong('vocabulary', dtype === 'string' ? 'a list of texts' : 'a list of 64-bit integers');
  return text;
}

/** A text or an integer of 64 bits as text; undefined for anything else. */
export function tokenText(item: Json, dtype: Table['dtype']): string | undefined {
  if (dtype === 'string') return typeof item === 'string' ? item : undefined;
  if (typeof item !== 'bigint' && !(typeof item === 'number' && Number.isSafeInteger(item))) return undefined;
  const text = String(BigInt(item));
  return isInt64Text(text) ? text : undefined;
}

/** Special token of the config; null where it has none. */
export function specialToken(f: Fields, name: 'mask_token' | 'oov_token', dtype: Table['dtype'], absent: Json): string | null {
  const value = (f.has(name) ? f.raw(name) : absent) ?? null;
  if (value === null) return null;
  const text = tokenText(value, dtype);
  if (text === undefined || text.endsWith('\0')) throw f.wrong(name, dtype === 'string' ? 'a text or null' : 'a 64-bit integer or null');
  return text;
}

/** `salt`: null, one integer for both halves of the key, or two. As texts, since they have 64 bits. */
export function saltOf(f: Fields): readonly [string, string] | null {
  const value = f.raw('salt') ?? null;
  if (value === null) return null;
  const parts = (Array.isArray(value) ? (value as readonly Json[]) : [value, value]).map((item) => tokenText(item, 'int64'));
  const [a, b, ...others] = parts;
  if (a === undefined || b === undefined || others.length > 0) throw f.wrong('salt', 'null, a whole number of 64 bits, or two');
  return [a, b];
}
