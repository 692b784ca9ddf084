import { readStage } from '../stages/index.ts';
import type { Stage, TableFile, TensorSpec } from '../words/program.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { refused } from './message.ts';

/** Values of a signature that are there, by name. */
export type Known = Map<string, TensorSpec>;

type StepStage = Exclude<Stage, { kind: 'graph' }>;

/** A stage on texts or tables: an operation of ours with its own options, a table where it wants one, inputs that are there, and the output that it makes of them. */
export function checkStep(stage: StepStage, known: Known, tables: ReadonlyMap<string, TableFile>, used: Set<string>): void {
  const { operation, output } = stage;
  const { stage: definition, read } = readStage(operation, stage.options);
  if (definition.kind !== stage.kind) throw refused(MANIFEST_FILE, undefined, `"${operation}" of kind ${definition.kind}`, stage.kind);
  const [least, most] = definition.inputs;
  if (stage.inputs.length < least || stage.inputs.length > most)
    throw refused(MANIFEST_FILE, undefined, `${least} to ${most} inputs of "${operation}"`, String(stage.inputs.length));
  const inputs = stage.inputs.map((name) => {
    const spec = known.get(name);
    if (spec === undefined) throw refused(MANIFEST_FILE, undefined, `the input "${name.slice(0, 100)}" of "${operation}"`, 'none');
    return spec;
  });
  const { dtype, shape } = definition.infer(inputs, read, tableOf(stage, definition.tables, tables, used));
  const fits =
    output.shape.length === shape.length && shape.every((dim, axis) => (dim === null ? typeof output.shape[axis] === 'string' : dim === output.shape[axis]));
  if (output.dtype !== dtype || !fits)
    throw refused(MANIFEST_FILE, undefined, `the output of "${operation}" as ${dtype}[${shape.map((dim) => dim ?? '?').join(', ')}]`, describe(output));
  known.set(output.name, output);
}

function tableOf(
  { operation, table }: StepStage,
  types: readonly TableFile['dtype'][],
  tables: ReadonlyMap<string, TableFile>,
  used: Set<string>,
): TableFile['dtype'] | undefined {
  const found = table === null ? undefined : tables.get(table);
  if ((types.length === 0) !== (table === null) || (table !== null && (found === undefined || !types.includes(found.dtype))))
    throw refused(
      MANIFEST_FILE,
      undefined,
      types.length === 0 ? `no table for "${operation}"` : `a table of ${types.join(' or ')} for "${operation}"`,
      'another',
    );
  if (found !== undefined) used.add(found.file);
  return found?.dtype;
}

export const describe = ({ dtype, shape }: TensorSpec): string => `${dtype}[${shape.join(', ')}]`;
