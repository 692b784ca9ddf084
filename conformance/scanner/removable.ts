import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const HERE = import.meta.dirname;
const HOSTILE = resolve(HERE, '../keras/hostile');
const FAMILY = join(HERE, 'removable');

/** A hostile file whose model is whole, beside what makes it hostile. */
export interface Removable {
  readonly family: 'hostile' | 'removable';
  readonly name: string;
  readonly path: string;
  /** The honest file with the same model. */
  readonly base: string;
}

/** Of `../keras/hostile`: what is wrong with these stands beside the model, or in what only training needs. */
const BESIDE = [
  'foreign-loss', 'json-utf16', 'lambda-build-config', 'lambda-loss', 'lambda-metrics', 'pickle-member', 'unknown-member', 'zip-absolute', 'zip-bomb', 'zip-link',
  'zip-prefix', 'zip-trailing', 'zip-traversal',
] as const; // biome-ignore format: a table

export function removable(): Removable[] {
  const { cases } = JSON.parse(readFileSync(join(FAMILY, 'manifest.json'), 'utf8')) as { cases: readonly { readonly name: string; readonly file: string }[] };
  const own = cases.map(({ name, file }) => ({ family: 'removable', name, path: join(FAMILY, file), base: join(FAMILY, 'removable-nothing.keras') }) as const);
  // The hostile files were made of another model, which the one of an unknown member holds whole: Keras does not look at the member.
  const others = BESIDE.map(
    (name) => ({ family: 'hostile', name, path: join(HOSTILE, `${name}.keras`), base: join(HOSTILE, 'unknown-member.keras') }) as const,
  );
  return [...own, ...others];
}

export const hostileFiles = (): string[] =>
  readdirSync(HOSTILE)
    .filter((name) => name.endsWith('.keras'))
    .map((name) => join(HOSTILE, name));
