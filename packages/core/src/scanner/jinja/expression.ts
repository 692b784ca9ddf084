import { filtered } from './filtered.ts';
import type { Token } from './lex.ts';
import { broken } from './lex.ts';
import { FILTERS, METHODS, NAMING_FILTERS, TESTS } from './profile.ts';
import { anyOf, BUILT, choices, concatenated, elementOf, isTexty, listOf, NUMBER, textValue, UNKNOWN, type Value } from './value.ts';

/** What an expression does that somebody must know. */
export interface Witness {
  /** `x.name`, `x["name"]`, `x|attr("name")`. */
  key(value: Value): void;
  call(what: string): void;
  /** What a variable can hold. */
  variable(name: string): Value;
  /** Whether a name may be called, and what its parameters take up. */
  named(name: string, args: Arguments): boolean;
}

export interface Arguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Those behind stars: they may be any. */
  readonly spread: readonly Value[];
}

const MAX_DEPTH = 150;
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);
const AFTER_TEST: ReadonlySet<string> = new Set(['else', 'or', 'and', 'if', 'is', 'in', 'not', 'recursive']);

interface Operand {
  readonly value: Value;
  /** How a call of it would be called by. */
  readonly callee: { readonly name?: string; readonly method?: string };
}

/** Follows the expressions of one tag, and tells a witness what they would reach for. Grammar and precedence are those of `jinja2.parser`; nothing is computed but texts. */
export class Expressions {
  readonly #tokens: readonly Token[];
  readonly #witness: Witness;
  readonly #line: number;
  #at: number;
  #depth = 0;

  constructor(tokens: readonly Token[], at: number, line: number, witness: Witness) {
    this.#tokens = tokens;
    this.#at = at;
    this.#line = line;
    this.#witness = witness;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** Takes the word if it comes next. */
  eat(value: string): boolean {
    if (!this.is(value)) return false;
    this.#at++;
    return true;
  }

  is(value: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token !== undefined && token.kind !== 'text' && token.value === value;
  }

  expect(value: string): void {
    if (!this.eat(value)) throw broken(`have ${JSON.stringify(value)} where it belongs`, this.#line);
  }

  name(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'name') throw broken('have a name where one belongs', this.#line);
    this.#at++;
    return token.value;
  }

  end(): void {
    if (!this.done) throw broken('end its expressions where Jinja would', this.#line);
  }

  /** Expressions with commas between them are a tuple. */
  tuple(conditional = true): Value {
    const items = [conditional ? this.expression() : this.#or()];
    let commas = false;
    while (this.eat(',')) {
      commas = true;
      if (this.done || this.is(')') || this.is('in') || this.is('=')) break;
      items.push(conditional ? this.expression() : this.#or());
    }
    return commas ? listOf(items) : (items[0] as Value);
  }

  expression(): Value {
    if (++this.#depth > MAX_DEPTH) throw broken(`nest at most ${MAX_DEPTH} deep`, this.#line);
    const values = [this.#or()];
    while (this.eat('if')) {
      this.#or();
      if (this.eat('else')) values.push(this.expression());
    }
    this.#depth--;
    return values.length === 1 ? (values[0] as Value) : anyOf(values);
  }

  #or(): Value {
    let value = this.#and();
    while (this.eat('or')) value = anyOf([value, this.#and()]);
    return value;
  }

  #and(): Value {
    let value = this.#not();
    while (this.eat('and')) value = anyOf([value, this.#not()]);
    return value;
  }

  #not(): Value {
    let negated = false;
    while (this.is('not') && this.eat('not')) negated = true;
    const value = this.#compared();
    return negated ? NUMBER : value;
  }

  #compared(): Value {
    let value = this.#sum();
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next?.kind === 'sign' && COMPARISONS.has(next.value)) this.#at++;
      else if (this.is('not') && this.is('in', 1)) this.#at += 2;
      else if (!this.eat('in')) return value;
      this.#sum();
      value = NUMBER;
    }
  }

  #sum(): Value {
    let value = this.#tilde();
    for (;;) {
      if (this.eat('+')) {
        const other = this.#tilde();
        const lists = [value, other].every(({ kind }) => kind === 'list');
        value = lists ? listOf([...itemsOf(value), ...itemsOf(other)]) : isTexty(value) || isTexty(other) ? concatenated(value, other) : UNKNOWN;
      } else if (this.eat('-')) {
        this.#tilde();
        value = NUMBER;
      } else return value;
    }
  }

  #tilde(): Value {
    let value = this.#product();
    while (this.eat('~')) value = concatenated(value, this.#product());
    return value;
  }

  #product(): Value {
    let value = this.#unary();
    for (;;) {
      const sign = ['*', '/', '//', '%'].find((one) => this.eat(one));
      if (sign === undefined) return value;
      const other = this.#unary();
      value = isTexty(value) || isTexty(other) ? BUILT : value.kind === 'list' ? value : NUMBER;
    }
  }

  #unary(): Value {
    let signed = false;
    while (this.eat('-') || this.eat('+')) signed = true;
    const value = this.#postfix(this.#primary());
    if (this.eat('**')) {
      if (++this.#depth > MAX_DEPTH) throw broken(`nest at most ${MAX_DEPTH} deep`, this.#line);
      this.#unary();
      this.#depth--;
      return NUMBER;
    }
    return signed ? NUMBER : value;
  }

  #primary(): Operand {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw broken('have a value where one belongs', this.#line);
    if (token.kind === 'name') return this.#named(this.name());
    if (token.kind === 'number') {
      this.#at++;
      return { value: NUMBER, callee: {} };
    }
    if (token.kind === 'text') return { value: this.#texts(), callee: {} };
    if (this.eat('(')) return { value: this.#parenthesis(), callee: {} };
    if (this.eat('[')) return { value: listOf(this.#list(']')), callee: {} };
    if (this.eat('{')) return { value: listOf(this.#dictionary()), callee: {} };
    throw broken('have a value where one belongs', this.#line);
  }

  #named(name: string): Operand {
    if (['true', 'false', 'none', 'True', 'False', 'None'].includes(name)) return { value: NUMBER, callee: {} };
    return { value: this.#witness.variable(name), callee: { name } };
  }

  /** Texts beside one another are one. */
  #texts(): Value {
    let text = '';
    for (let token = this.#tokens[this.#at]; token?.kind === 'text'; token = this.#tokens[this.#at]) {
      text += token.value;
      this.#at++;
    }
    return textValue(text);
  }

  #parenthesis(): Value {
    if (this.eat(')')) return listOf([]);
    const value = this.tuple();
    this.expect(')');
    return value;
  }

  #list(end: string): Value[] {
    const items: Value[] = [];
    while (!this.eat(end)) {
      items.push(this.expression());
      if (!this.is(end)) this.expect(',');
    }
    return items;
  }

  #dictionary(): Value[] {
    const items: Value[] = [];
    while (!this.eat('}')) {
      items.push(this.expression());
      this.expect(':');
      items.push(this.expression());
      if (!this.is('}')) this.expect(',');
    }
    return items;
  }

  #postfix(first: Operand): Value {
    let operand = first;
    for (;;) {
      if (this.eat('.')) operand = this.#attribute(operand);
      else if (this.eat('[')) operand = this.#subscript(operand);
      else if (this.eat('(')) operand = this.#called(operand);
      else if (this.eat('|')) operand = { value: this.filter(operand.value), callee: {} };
      else if (this.eat('is')) operand = this.#tested();
      else return operand.value;
    }
  }

  #attribute({ value }: Operand): Operand {
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'number') return { value: elementOf(value), callee: {} };
    if (token?.kind !== 'name') throw broken('have a name behind a point', this.#line);
    this.#witness.key(textValue(token.value));
    return { value: value.kind === 'text' || value.kind === 'built' ? value : elementOf(value), callee: { method: token.value } };
  }

  #subscript({ value }: Operand): Operand {
    let slice = false;
    const keys: Value[] = [];
    while (!this.eat(']')) {
      if (this.eat(':')) slice = true;
      else if (!this.eat(',')) keys.push(this.expression());
    }
    if (slice) return { value: isTexty(value) ? BUILT : value, callee: {} };
    for (const key of keys) this.#witness.key(key);
    const [only] = keys;
    return { value: elementOf(value), callee: only?.kind === 'text' ? { method: only.text } : {} };
  }

  #called({ value, callee }: Operand): Operand {
    const args = this.#arguments();
    const { name, method } = callee;
    if (name !== undefined) {
      if (!this.#witness.named(name, args)) this.#witness.call(name);
      return { value: name === 'namespace' || name === 'dict' ? listOf(allOf(args)) : UNKNOWN, callee: {} };
    }
    if (method === undefined) this.#witness.call('the result of another expression');
    else if (!METHODS.has(method)) this.#witness.call(`.${method}`);
    else if (method === 'format') this.#format(value);
    if (method === 'get' || method === 'pop' || method === 'setdefault') return { value: anyOf([UNKNOWN, value, ...args.positional.slice(1)]), callee: {} };
    return { value: isTexty(value) ? BUILT : value.kind === 'list' ? value : anyOf([UNKNOWN, value]), callee: {} };
  }

  /** `"{0.__class__}".format(x)` reads attributes too. */
  #format(value: Value): void {
    for (const one of choices(value)) {
      if (one.kind === 'text')
        for (const [, path = ''] of one.text.matchAll(/\{[^{}.[]*[.[]([^{}!:]*)/g)) this.#witness.key(textValue(path.replace(/[[\]]/g, '.')));
      else if (one.kind === 'built') this.#witness.key(BUILT);
    }
  }

  /** Behind an opening parenthesis. Names of keywords count as texts: `dict(a=1)` has them as keys. */
  #arguments(): Arguments {
    const positional: Value[] = [];
    const named = new Map<string, Value>();
    const spread: Value[] = [];
    while (!this.eat(')')) {
      if (this.eat('*') || this.eat('**')) spread.push(this.expression());
      else if (this.#tokens[this.#at]?.kind === 'name' && this.is('=', 1)) {
        const name = this.name();
        this.expect('=');
        named.set(name, this.expression());
      } else positional.push(this.expression());
      if (!this.is(')')) this.expect(',');
    }
    return { positional, named, spread };
  }

  #dotted(): string {
    let name = this.name();
    while (this.eat('.')) name += `.${this.name()}`;
    return name;
  }

  /** Behind the bar, or in a `filter` statement. */
  filter(value: Value): Value {
    const name = this.#dotted();
    const args = this.eat('(') ? this.#arguments() : NONE;
    if (!FILTERS.has(name)) this.#witness.call(`the filter ${name}`);
    if (NAMING_FILTERS.has(name)) for (const one of [...args.positional, ...args.named.values(), ...args.spread]) this.#witness.key(one);
    return filtered(name, value, args.positional);
  }

  #tested(): Operand {
    this.eat('not');
    const name = this.#dotted();
    if (!TESTS.has(name)) this.#witness.call(`the test ${name}`);
    const token = this.#tokens[this.#at];
    if (this.eat('(')) this.#arguments();
    else if (
      token !== undefined &&
      (token.kind === 'name' ? !AFTER_TEST.has(token.value) : token.kind !== 'sign' || token.value === '[' || token.value === '{')
    )
      this.#postfix(this.#primary());
    return { value: NUMBER, callee: {} };
  }
}

const NONE: Arguments = { positional: [], named: new Map(), spread: [] };

/** Values, and names of keywords, which `dict(a=1)` has as keys. */
const allOf = ({ positional, named, spread }: Arguments): Value[] => [
  ...positional,
  ...[...named].flatMap(([name, value]) => [textValue(name), value]),
  ...spread,
];

const itemsOf = (value: Value): readonly Value[] => (value.kind === 'list' ? value.items : []);
