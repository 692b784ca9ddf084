import type { FieldType, KnownClass, PrintedClass, PrintedFunction } from './types.ts';

/**
 * Makes the lookup by class name and alias; `shared` are fields that every class of the table may hold besides its own.
 *
 * @param legacy - rows of an earlier Keras: new classes, and under the name of a class of today fields, aliases and modules that it had besides.
 */
export function table(
  rows: readonly PrintedClass[],
  shared: PrintedClass['fields'] = {},
  legacy: readonly PrintedClass[] = [],
): ReadonlyMap<string, KnownClass> {
  const known = new Map<string, KnownClass>();
  for (const row of withLegacy(rows, legacy)) {
    const entry = toKnown(row, shared);
    for (const name of [row.class, ...row.aliases]) if (!known.has(name) || name === row.class) known.set(name, entry);
  }
  return known;
}

function withLegacy(rows: readonly PrintedClass[], legacy: readonly PrintedClass[]): readonly PrintedClass[] {
  const older = new Map(legacy.map((row) => [row.class, row]));
  const names = new Set(rows.map((row) => row.class));
  const merged = rows.map((row): PrintedClass => {
    const old = older.get(row.class);
    if (old === undefined) return row;
    return { ...row, aliases: [...row.aliases, ...old.aliases], modules: [...row.modules, ...old.modules], fields: { ...row.fields, ...old.fields } };
  });
  return [...merged, ...legacy.filter((row) => !names.has(row.class))];
}

function toKnown(row: PrintedClass, shared: PrintedClass['fields']): KnownClass {
  const fields = new Map<string, readonly FieldType[]>(Object.entries(shared));
  for (const [name, types] of Object.entries(row.fields)) fields.set(name, [...new Set([...types, ...(fields.get(name) ?? [])])]);
  return { ...row, fields, modules: new Set([row.module, ...row.modules]), call: row.call ?? [], code: row.code ?? false };
}

/** Lookup of functions by any of their names, for one module. */
export function functionTable(rows: readonly PrintedFunction[], module: string): ReadonlyMap<string, PrintedFunction> {
  const known = new Map<string, PrintedFunction>();
  for (const row of rows) {
    if (row.module !== module) continue;
    for (const name of [row.name, ...row.aliases]) known.set(name, row);
  }
  return known;
}
