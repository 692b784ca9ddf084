import type { NamedSource } from '../../artifact/bundle.ts';
import type { Json } from '../../artifact/json/json.ts';
import { readJson } from '../../artifact/json/read-json.ts';
import type { Limits } from '../../words/limits.ts';
import { staysInside } from '../huggingface/paths.ts';
import { Parts } from '../parts.ts';
import { quote } from '../quote.ts';
import type { ScanPorts } from '../scope.ts';
import { Sights } from '../sights.ts';

/** A folder that is one model: the paths of all its files, which the host lists, and those of them that describe the others. */
export class Folder {
  readonly descriptions: readonly NamedSource[];
  readonly ports: ScanPorts;
  readonly limits: Limits;
  readonly parts = new Parts();
  readonly sights = new Sights();
  readonly names: readonly string[];
  readonly #there: ReadonlySet<string>;

  constructor(descriptions: readonly NamedSource[], names: readonly string[], ports: ScanPorts, limits: Limits) {
    this.descriptions = descriptions;
    this.names = names;
    this.ports = ports;
    this.limits = limits;
    this.#there = new Set(names.flatMap((name) => [name, ...foldersOf(name)]));
  }

  /** Whether a file or a folder with files in it lies there. Links are not listed, so what they lead to is not there. */
  has(path: string): boolean {
    return this.#there.has(path);
  }

  find(path: string): NamedSource | undefined {
    return this.descriptions.find((one) => one.path === path);
  }

  json({ path, source }: NamedSource): Json | undefined {
    const { maxConfigBytes: maxBytes, maxDepth } = this.limits;
    return this.parts.attempt(path, () => readJson(source.read(0, Math.min(source.size, maxBytes + 1)), { maxBytes, maxDepth }).value);
  }

  /** Says that `name`, beside the description `member`, is not there; what leads out of the folder is a finding of the description itself. */
  expect(name: string, what: string, where: { readonly member: string; readonly pointer?: string }, severity?: 'low'): boolean {
    if (!staysInside(name)) return false;
    const path = beside(where.member, name);
    if (this.has(path)) return true;
    this.sights.add('folder/missing-file', `Names ${what} ${quote(name)}, which does not lie in the folder`, where, severity);
    return false;
  }
}

function* foldersOf(name: string): Generator<string> {
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) yield name.slice(0, at);
}

/** A name that a description gives, as a path in the folder. */
export function beside(description: string, name: string): string {
  const parts = [...description.split('/').slice(0, -1), ...name.split('/')];
  return parts.filter((part) => part !== '' && part !== '.').join('/');
}
