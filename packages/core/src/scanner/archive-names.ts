import { foldedName } from '../artifact/zip/paths.ts';
import type { Where } from '../words/error.ts';
import { pathFlaw } from './path-flaw.ts';
import { quote } from './quote.ts';
import type { Sights } from './sights.ts';

/** Names of an archive's members, as sights: such as lead elsewhere, and such as are one file where another is meant. */
export class ArchiveNames {
  readonly #sights: Sights;
  readonly #seen = new Set<string>();

  constructor(sights: Sights) {
    this.#sights = sights;
  }

  add(path: string, where: Where): void {
    const flaw = pathFlaw(path);
    if (flaw !== undefined) this.#sights.add('traversal', `The member ${quote(path)} ${flaw}`, where);
    const key = foldedName(path);
    if (this.#seen.has(key)) this.#sights.add('duplicate', `Two members are called ${quote(path)}`, where);
    this.#seen.add(key);
  }
}
