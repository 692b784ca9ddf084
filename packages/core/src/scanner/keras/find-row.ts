import type { JsonObject } from '../../artifact/json/json.ts';
import {
  KNOWN_CONSTRAINTS,
  KNOWN_DTYPE_POLICIES,
  KNOWN_INITIALIZERS,
  KNOWN_LAYERS,
  KNOWN_LOSSES,
  KNOWN_METRICS,
  KNOWN_MODELS,
  KNOWN_OPERATIONS,
  KNOWN_OPTIMIZERS,
  KNOWN_QUANTIZERS,
  KNOWN_REGULARIZERS,
  type KnownClass,
} from '../../keras/known/index.ts';
import { moduleFits, registeredFits } from '../../keras/table.ts';
import { featureSpace } from './feature-space.ts';

export type RowKind = 'model' | 'layer' | 'operation' | 'other';

export interface Row {
  readonly kind: RowKind;
  readonly known: KnownClass;
}

/** The one table: what is in none of these is nothing that Keras has. */
const TABLES: readonly (readonly [RowKind, ReadonlyMap<string, KnownClass>])[] = [
  ['model', KNOWN_MODELS],
  ['layer', KNOWN_LAYERS],
  ['operation', KNOWN_OPERATIONS],
  ['other', KNOWN_INITIALIZERS],
  ['other', KNOWN_LOSSES],
  ['other', KNOWN_METRICS],
  ['other', KNOWN_OPTIMIZERS],
  ['other', KNOWN_REGULARIZERS],
  ['other', KNOWN_CONSTRAINTS],
  ['other', KNOWN_QUANTIZERS],
  ['other', KNOWN_DTYPE_POLICIES],
  ['other', featureSpace],
];

/**
 * The row that a serialized object claims to be: class, module and registered name together, as Keras writes them.
 *
 * Where the file leaves the module out, a class name may have several rows (`Add` is a layer and an operation): the first whose fields hold all of the
 * configuration, else the first.
 */
export function findRow(className: string, module: string | null, registered: string | null, config: JsonObject | undefined): Row | undefined {
  const rows: Row[] = [];
  for (const [kind, table] of TABLES) {
    const known = table.get(className);
    if (known !== undefined && moduleFits(known, module) && registeredFits(known, registered, className)) rows.push({ kind, known });
  }
  if (rows.length < 2 || config === undefined) return rows[0];
  return rows.find(({ known }) => Object.keys(config).every((name) => known.fields.has(name))) ?? rows[0];
}

/** Whether any table has the class name, be it under another module. */
export const isClassName = (name: string): boolean => TABLES.some(([, table]) => table.has(name));

const CODE_CLASSES = new Set(TABLES.flatMap(([, table]) => [...table].flatMap(([name, known]) => (known.code ? [name] : []))));

/** Whether the class carries or names code, files or foreign modules, whatever module the file writes for it. */
export const isCodeClass = (name: string): boolean => CODE_CLASSES.has(name);
