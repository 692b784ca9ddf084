import { constraints } from '../keras/known/constraints.ts';
import { dtypePolicies } from '../keras/known/dtype-policies.ts';
import { initializers } from '../keras/known/initializers.ts';
import { layerFields, layers } from '../keras/known/layers.ts';
import { losses } from '../keras/known/losses.ts';
import { metrics } from '../keras/known/metrics.ts';
import { models } from '../keras/known/models.ts';
import { operations } from '../keras/known/operations.ts';
import { optimizers } from '../keras/known/optimizers.ts';
import { quantizers } from '../keras/known/quantizers.ts';
import { regularizers } from '../keras/known/regularizers.ts';
import type { PrintedClass } from '../keras/known/types.ts';
import { isMoved } from './moved.ts';

/** What Keras 3.15.1 has, without what only Keras 2 had: a new file holds nothing else. By module and class. */
const ROWS: ReadonlyMap<string, PrintedClass['fields']> = new Map(
  [constraints, dtypePolicies, initializers, losses, metrics, models, operations, optimizers, quantizers, regularizers]
    .flat()
    .map((row) => [keyOf(row), row.fields] as const)
    .concat(layers.map((row) => [keyOf(row), { ...layerFields, ...row.fields }] as const)),
);

/** Fields that Keras 2 called otherwise. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  InputLayer: { batch_input_shape: 'batch_shape' },
  LeakyReLU: { alpha: 'negative_slope' },
};

type Named = Pick<PrintedClass, 'module' | 'class'>;

function keyOf({ module, class: name }: Named): string {
  return `${module} ${name}`;
}

/** Whether a class of the one table is one that today's Keras has. */
export const isModern = (row: Named): boolean => ROWS.has(keyOf(row));

/** The name of a field in today's Keras; undefined for one that only Keras 2 had. */
export function modernField(row: Named, field: string, all: Readonly<Record<string, unknown>>): string | undefined {
  const fields = ROWS.get(keyOf(row));
  const other = RENAMED[row.class]?.[field];
  if (other !== undefined) return other;
  if (isMoved(field)) return undefined;
  const beside = Object.entries(RENAMED[row.class] ?? {}).some(([older, name]) => name === field && Object.hasOwn(all, older));
  return fields !== undefined && Object.hasOwn(fields, field) && !beside ? field : undefined;
}
