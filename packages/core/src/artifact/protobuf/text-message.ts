import { HorngateError } from '../../words/error.ts';
import { MAX_MESSAGE_DEPTH, type Message, type Node } from './message.ts';
import type { FieldBudget } from './reader.ts';
import type { FieldType, Schema } from './schema.ts';

const SPACE = /[ \t\r\n\f\v]/;
const WORD = /[A-Za-z0-9_.+/-]/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'end';
  readonly value: string;
  readonly at: number;
}

interface Open {
  readonly fields: TextNode[];
  readonly close: string;
  readonly types: ReadonlyMap<string, FieldType> | undefined;
}

/**
 * A message in protobuf's text format (`.pbtxt`), with the fields of a schema.
 *
 * The nesting is kept on a stack of our own, and each field counts against the budget: the text is a sender's.
 *
 * @throws HG_ARTIFACT_PROTOBUF where the text is none; HG_LIMIT_ENTRIES, HG_LIMIT_DEPTH past a budget.
 * @see https://protobuf.dev/reference/protobuf/textformat-spec
 */
export function textMessage(text: string, schema: Schema, type: string, budget: FieldBudget): Message {
  const root: Open = { fields: [], close: '', types: schema.get(type)?.byName };
  const stack = [root];
  for (let at = 0; ; ) {
    const open = stack.at(-1) as Open;
    const name = next(text, at);
    at = name.at;
    if (name.kind === 'end' && open === root) return { type, offset: 0, fields: () => root.fields };
    if (name.kind === 'sign' && name.value === open.close && stack.length > 1) stack.pop();
    else if (name.kind === 'sign' && (name.value === ';' || name.value === ',')) continue;
    else if (name.kind !== 'word') throw broken(name, 'the name of a field');
    else at = readField(text, name, { open, stack, schema, budget });
  }
}

interface State {
  readonly open: Open;
  readonly stack: Open[];
  readonly schema: Schema;
  readonly budget: FieldBudget;
}

function readField(text: string, name: Token, { open, stack, schema, budget }: State): number {
  const where = { offset: name.at };
  if (--budget.left < 0) throw new HorngateError('HG_LIMIT_ENTRIES', 'Cannot read the message as it must have fewer fields', { where });
  const field = open.types?.get(name.value);
  let value = next(text, name.at);
  if (value.kind === 'sign' && value.value === ':') value = next(text, value.at);
  if (value.kind === 'sign' && (value.value === '{' || value.value === '<')) {
    if (stack.length > MAX_MESSAGE_DEPTH)
      throw new HorngateError('HG_LIMIT_DEPTH', `Cannot read the message as messages must nest at most ${MAX_MESSAGE_DEPTH} deep`, { where });
    const inner: Open = { fields: [], close: value.value === '{' ? '}' : '>', types: field && schema.get(field.message)?.byName };
    open.fields.push(new TextNode(name.at, field, [], { type: field?.message ?? '', offset: name.at, fields: () => inner.fields }));
    stack.push(inner);
    return value.at;
  }
  if (value.kind === 'sign' && value.value === '[') return readList(text, name, value, { open, stack, schema, budget }, field);
  if (value.kind !== 'word' && value.kind !== 'text') throw broken(value, 'a value');
  let [written, at] = [value.value, value.at];
  for (let more = next(text, at); value.kind === 'text' && more.kind === 'text'; more = next(text, at)) [written, at] = [written + more.value, more.at];
  open.fields.push(new TextNode(name.at, field, [written], undefined));
  return at;
}

/** A list of numbers, names or texts in one. Lists of messages, which no writer of TensorFlow makes, are refused. */
function readList(text: string, name: Token, start: Token, { open, budget }: State, field: FieldType | undefined): number {
  const values: string[] = [];
  for (let at = start.at; ; ) {
    const token = next(text, at);
    at = token.at;
    if (token.kind === 'sign' && token.value === ']') {
      open.fields.push(new TextNode(name.at, field, values, undefined));
      return at;
    }
    if (token.kind === 'sign' && token.value === ',') continue;
    if ((token.kind !== 'word' && token.kind !== 'text') || --budget.left < 0) throw broken(token, 'a value of a list, and fewer');
    values.push(token.value);
  }
}

class TextNode implements Node {
  readonly offset: number;
  readonly at: number;
  readonly #field: FieldType | undefined;
  readonly #values: readonly string[];
  readonly #message: Message | undefined;

  constructor(offset: number, field: FieldType | undefined, values: readonly string[], message: Message | undefined) {
    this.offset = offset;
    this.at = offset;
    this.#field = field;
    this.#values = values;
    this.#message = message;
  }

  get faulty(): boolean {
    return false;
  }
  get name(): string {
    return this.#field?.name ?? '';
  }
  get length(): number {
    return this.#values.reduce((sum, { length }) => sum + length, 0);
  }
  message(): Message | undefined {
    return this.#field?.kind === 'message' ? this.#message : undefined;
  }
  text(maxBytes: number): string {
    return this.#field?.kind === 's' || this.#field?.kind === 'b' ? (this.#values.at(-1) ?? '').slice(0, maxBytes) : '';
  }
  numbers(max: number): readonly bigint[] {
    if (this.#field?.kind !== 'v') return [];
    return this.#values.slice(0, max).flatMap((value) => (/^-?[0-9]{1,20}$/.test(value) ? [BigInt.asIntN(64, BigInt(value))] : []));
  }
}

/** The token behind `at`; its own `at` is where it ends. Character by character: a pattern could be made to backtrack. */
function next(text: string, at: number): Token {
  const start = skipSpace(text, at);
  const sign = text[start];
  if (sign === undefined) return { kind: 'end', value: '', at: start };
  if ('{}<>:;,[]'.includes(sign)) return { kind: 'sign', value: sign, at: start + 1 };
  const end = sign === '"' || sign === "'" ? endOfText(text, start, sign) : endOfWord(text, start);
  return sign === '"' || sign === "'"
    ? { kind: 'text', value: withoutEscapes(text.slice(start + 1, end - 1)), at: end }
    : { kind: 'word', value: text.slice(start, end), at: end };
}

function skipSpace(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    if (text[at] === '#') {
      const line = text.indexOf('\n', at);
      at = line < 0 ? text.length : line;
    } else if (!SPACE.test(text[at] as string)) return at;
  }
  return text.length;
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && WORD.test(text[at] as string)) at++;
  if (at === start) throw broken({ kind: 'end', value: text.slice(at, at + 20), at }, 'a name, a value or a sign');
  return at;
}

function endOfText(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at += text[at] === '\\' ? 2 : 1) if (text[at] === quote) return at + 1;
  throw broken({ kind: 'text', value: text.slice(start, start + 20), at: start }, 'the end of a text');
}

const withoutEscapes = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|[^\n])/g, (_, code: string) => {
        if (code.startsWith('x') && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
        return /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8) & 255) : (ESCAPES[code] ?? code);
      })
    : text;

const broken = ({ value, at }: Token, wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_PROTOBUF', `Cannot read the text as it must have ${wanted} here: found ${JSON.stringify(value.slice(0, 20))}`, {
    where: { offset: at },
  });
