import { HorngateError, type Where } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import type { Inner } from '../seen.ts';
import { Sights } from '../sights.ts';
import { type Arguments, Expressions, type Witness } from './expression.ts';
import { broken, type Tag, tagsOf } from './lex.ts';
import { CALLS, isInside } from './profile.ts';
import { anyOf, BUILT, choices, elementOf, listOf, sameValue, UNKNOWN, type Value } from './value.ts';

/** Real templates have some kilobytes. */
const MAX_TEMPLATE = 1 << 20;
/** A value set behind the place that uses it comes there in the next turn of a loop. */
const PASSES = 3;

/**
 * A Jinja template, read and never rendered: which attributes, subscripts, calls and files it would reach for.
 *
 * Values are followed as far as texts go, through variables, lists, macros and what puts texts together, so that no spelling of `__class__` hides it.
 *
 * @param where - of the template in its file; findings say the line in it.
 */
export function scanTemplate(template: string, where: Where, { maxConfigBytes }: Pick<Limits, 'maxConfigBytes'>): Inner {
  const parts = new Parts();
  const most = Math.min(MAX_TEMPLATE, maxConfigBytes);
  if (template.length > most) {
    const error = new HorngateError('HG_LIMIT_BYTES', `Cannot look into the template as it must have at most ${most} characters: it has ${template.length}`, {
      where,
    });
    return { findings: runChecks(CHECKS.jinja, { sights: [], troubles: [] }), troubles: [{ error, member: where.member }] };
  }
  const program = new TemplateProgram(template, where, parts);
  for (let pass = 0; pass < PASSES; pass++) if (!program.pass()) break;
  const sights = program.look();
  return { findings: runChecks(CHECKS.jinja, { sights: sights.list, troubles: parts.troubles }), troubles: parts.troubles };
}

const PLAIN_STATEMENTS: ReadonlySet<string> = new Set([
  'autoescape', 'break', 'continue', 'else', 'endautoescape', 'endblock', 'endcall', 'endfilter', 'endfor', 'endgeneration', 'endif', 'endmacro', 'endset', 'endwith', 'generation',
]); // biome-ignore format: a table

class TemplateProgram implements Witness {
  readonly #template: string;
  readonly #where: Where;
  readonly #parts: Parts;
  readonly #variables = new Map<string, Value>();
  readonly #macros = new Map<string, readonly string[]>();
  #sights: Sights | undefined;
  #changed = false;
  #line = 0;

  constructor(template: string, where: Where, parts: Parts) {
    this.#template = template;
    this.#where = where;
    this.#parts = parts;
  }

  /** Follows the values once. @returns whether another pass may see more. */
  pass(): boolean {
    this.#changed = false;
    this.#run(new Parts());
    return this.#changed;
  }

  /** Once more, telling what is seen. */
  look(): Sights {
    const sights = new Sights();
    this.#sights = sights;
    this.#run(this.#parts);
    return sights;
  }

  #run(parts: Parts): void {
    parts.attempt(undefined, () => {
      for (const tag of tagsOf(this.#template)) {
        this.#line = tag.line;
        const stopped = new Parts();
        stopped.attempt(undefined, () => this.#tag(tag));
        const [first] = stopped.troubles;
        if (first !== undefined && parts.troubles.length === 0)
          parts.note(new HorngateError(first.error.code, first.error.message, { where: this.#where }), this.#where.member);
      }
    });
  }

  #tag({ kind, tokens, line }: Tag): void {
    if (kind === 'print') {
      const printed = new Expressions(tokens, 0, line, this);
      printed.tuple();
      printed.end();
      return;
    }
    const [first] = tokens;
    if (first?.kind !== 'name') throw broken('begin each statement with a name', line);
    this.#statement(first.value, new Expressions(tokens, 1, line, this));
  }

  #statement(keyword: string, rest: Expressions): void {
    if (PLAIN_STATEMENTS.has(keyword)) return;
    if (keyword === 'for') this.#for(rest);
    else if (keyword === 'set') this.#set(rest);
    else if (keyword === 'macro') this.#macro(rest);
    else if (keyword === 'call') this.#call(rest);
    else if (keyword === 'with') this.#with(rest);
    else if (keyword === 'filter') rest.filter(UNKNOWN);
    else if (keyword === 'if' || keyword === 'elif' || keyword === 'do') rest.tuple();
    else if (keyword === 'block') return;
    else if (keyword === 'include' || keyword === 'import' || keyword === 'from' || keyword === 'extends')
      this.#see('import', `Has the statement ${quote(keyword)}`);
    else this.#see('call', `Has the statement ${quote(keyword)}`);
    if (!FILES.has(keyword) && KNOWN.has(keyword)) rest.end();
  }

  #targets(rest: Expressions): string[] {
    const names: string[] = [];
    const open = rest.eat('(');
    do {
      if (rest.is('in') || rest.is(')')) break;
      if (rest.eat('(')) {
        do names.push(rest.name());
        while (rest.eat(','));
        rest.expect(')');
      } else names.push(rest.name());
    } while (rest.eat(','));
    if (open) rest.expect(')');
    return names;
  }

  #for(rest: Expressions): void {
    const names = this.#targets(rest);
    rest.expect('in');
    const element = elementOf(rest.tuple(false));
    const value = names.length > 1 ? anyOf([element, elementOf(element)]) : element;
    for (const name of names) this.#assign(name, value);
    if (rest.eat('if')) rest.expression();
    rest.eat('recursive');
  }

  #set(rest: Expressions): void {
    const names = this.#targets(rest);
    const inside = rest.eat('.'); // of a namespace
    if (inside) rest.name();
    let value: Value = BUILT;
    if (rest.eat('=')) value = inside ? listOf([rest.tuple()]) : rest.tuple();
    else if (rest.eat('|')) rest.filter(UNKNOWN);
    for (const name of names) this.#assign(name, names.length > 1 ? anyOf([value, elementOf(value)]) : value);
  }

  #macro(rest: Expressions): void {
    const name = rest.name();
    this.#macros.set(name, this.#parameters(rest));
  }

  #parameters(rest: Expressions): string[] {
    const names: string[] = [];
    rest.expect('(');
    while (!rest.eat(')')) {
      const name = rest.name();
      names.push(name);
      this.#assign(name, rest.eat('=') ? anyOf([UNKNOWN, rest.expression()]) : UNKNOWN);
      if (!rest.is(')')) rest.expect(',');
    }
    return names;
  }

  #call(rest: Expressions): void {
    if (rest.is('(')) this.#parameters(rest);
    rest.expression();
  }

  #with(rest: Expressions): void {
    while (!rest.done) {
      const name = rest.name();
      rest.expect('=');
      this.#assign(name, rest.expression());
      if (!rest.done) rest.expect(',');
    }
  }

  #assign(name: string, value: Value): void {
    const before = this.#variables.get(name);
    const after = before === undefined ? value : anyOf([before, value]);
    if (before !== undefined && sameValue(before, after)) return;
    this.#changed = true;
    this.#variables.set(name, after);
  }

  #see(what: 'attribute' | 'call' | 'computed-name' | 'import', message: string): void {
    this.#sights?.add(`jinja/${what}`, `${message}, in line ${this.#line} of the template`, this.#where);
  }

  key(value: Value): void {
    for (const one of choices(value)) {
      if (one.kind === 'text' && isInside(one.text)) this.#see('attribute', `Reaches for ${quote(one.text)}`);
      if (one.kind === 'built') this.#see('computed-name', 'Reaches for a name that it puts together from pieces');
    }
  }

  call(what: string): void {
    this.#see('call', `Calls ${quote(what)}`);
  }

  /** What a macro gets beyond its parameters. */
  #more(positional: readonly Value[], named: readonly Value[]): void {
    if (positional.length > 0) this.#assign('varargs', listOf(positional));
    if (named.length > 0) this.#assign('kwargs', listOf(named));
  }

  variable(name: string): Value {
    return this.#variables.get(name) ?? UNKNOWN;
  }

  named(name: string, { positional, named, spread }: Arguments): boolean {
    const parameters = this.#macros.get(name);
    for (const [index, parameter] of (parameters ?? []).entries()) {
      const given = [positional[index], named.get(parameter), ...spread.map(elementOf)].filter((value) => value !== undefined);
      if (given.length > 0) this.#assign(parameter, anyOf([UNKNOWN, ...given]));
    }
    if (parameters !== undefined) this.#more(positional.slice(parameters.length), [...named.values(), ...spread]);
    return parameters !== undefined || CALLS.has(name);
  }
}

const FILES: ReadonlySet<string> = new Set(['include', 'import', 'from', 'extends']);
const KNOWN: ReadonlySet<string> = new Set(['for', 'set', 'macro', 'call', 'with', 'filter', 'if', 'elif', 'do']);
