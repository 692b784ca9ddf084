import type { AllowedGlobal } from '../../words/policy.ts';
import { ALIASES, ALLOW_LIST, type Constraint, type Entry, NAME_ALIASES, type Operation } from './allow-list.ts';
import { DANGEROUS, type Danger } from './dangerous.ts';

/** What the allow-list says of one name. */
export interface Row {
  readonly module: string;
  readonly name: string;
  readonly may: ReadonlySet<Operation>;
  readonly only: Constraint | undefined;
}

const separator = '\0';
const keyOf = (module: string, name: string): string => module + separator + name;

/** Looks names up: exactly, by module and qualified name, after the renamings that unpicklers know. */
export class PicklePolicy {
  readonly #rows: Map<string, Row>;

  constructor(entries: readonly Entry[] = ALLOW_LIST, rows: ReadonlyMap<string, Row> = new Map()) {
    this.#rows = new Map(rows);
    for (const { module, names, may, only } of entries)
      for (const name of names.trim().split(/\s+/)) {
        const operations = may.split(' ') as Operation[];
        this.#rows.set(keyOf(module, name), { module, name, may: new Set(operations), only });
      }
  }

  /** This list, and what an operator adds. What is known to run code is never listed: who trusts such a file waives the finding for its digest. */
  with(added: readonly AllowedGlobal[]): PicklePolicy {
    const rows = new Map(this.#rows);
    for (const { module, name, may } of added) {
      if (dangerOf(module, name) !== undefined) continue;
      rows.set(keyOf(module, name), { module, name, may: new Set<Operation>(['refer', ...may]), only: undefined });
    }
    return new PicklePolicy([], rows);
  }

  find(module: string, name: string): Row | undefined {
    return this.#rows.get(keyOf(module, name));
  }
}

/** The name that Python 3 imports for it (`_compat_pickle`), and NumPy 2 for its older names. */
export function canonical(module: string, name: string): readonly [module: string, name: string] {
  const renamed = NAME_ALIASES.get(`${module} ${name}`)?.split(' ') ?? [];
  const from = renamed[0] ?? module;
  const [old, now] = PREFIXES.find(([prefix]) => from.startsWith(prefix)) ?? ['', ''];
  return [RENAMED.get(from) ?? now + from.slice(old.length), renamed[1] ?? name];
}

const RENAMED: ReadonlyMap<string, string> = new Map(ALIASES);
const PREFIXES = ALIASES.filter(([old]) => old.endsWith('.'));

/** What a name is known to do when it is called, also where it is reached through the attributes of another module (`torch.serialization`, `os.system`). */
export function dangerOf(module: string, name: string): Danger | undefined {
  const modules = module.split('.').length;
  const parts = [...module.split('.'), ...name.split('.')].slice(0, 32);
  for (let from = 0; from < parts.length - 1; from = from === 0 ? modules : from + 1)
    for (let to = parts.length - 1; to > from; to--) {
      const inner = from === 0 ? parts.slice(from, to) : [(parts[from] as string).replace(/^_+(?=[a-z])/, ''), ...parts.slice(from + 1, to)]; // `import sys as _sys`
      const found = dangerIn(inner.join('.'), parts.slice(to), from === 0 && to < modules);
      if (found !== undefined) return found;
    }
  return dunderDanger(name);
}

/** @param inner - the name is one of a submodule. */
function dangerIn(module: string, path: readonly string[], inner: boolean): Danger | undefined {
  const names = Object.hasOwn(DANGEROUS, module) ? DANGEROUS[module] : undefined;
  if (names === undefined) return undefined;
  const [first = ''] = path;
  const name = path.join('.');
  if (Object.hasOwn(names, name)) return names[name];
  if (Object.hasOwn(names, first)) return names[first];
  return inner ? names['**'] : names['*'];
}

const REACHES = [
  '__builtins__',
  '__globals__',
  '__subclasses__',
  '__import__',
  '__class__',
  '__bases__',
  '__mro__',
  '__base__',
  '__getattribute__',
  '__code__',
];
const dunderDanger = (name: string): Danger | undefined =>
  name.split('.').some((part) => REACHES.includes(part)) ? 'reaches other objects of Python, and through them everything' : undefined;
