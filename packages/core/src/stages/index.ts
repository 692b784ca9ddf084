import type { Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';
import type { Program, Stage, StageOptions } from '../words/program.ts';
import { cross } from './cross.ts';
import { hash } from './hash.ts';
import { identity } from './identity.ts';
import { invert } from './invert.ts';
import { lookup } from './lookup.ts';
import { Options } from './options.ts';
import { pick, positions } from './positions.ts';
import type { AnyStage } from './stage.ts';
import { readTable, type Table } from './table.ts';
import { vectorize } from './vectorize.ts';

export { isInt64Text } from './options.ts';
export * from './stage.ts';
export * from './table.ts';
export { MAX_LENGTH, MAX_WIDTH, MAX_WIDTHS } from './vectorize.ts';

/** The operations that a stage of a Program may name: this widens what a Program may do. */
export const STAGES: ReadonlyMap<string, AnyStage> = new Map(
  [cross, hash, identity, invert, lookup, pick, positions, vectorize].map((stage) => [stage.name, stage]),
);

/** @throws HG_ARTIFACT_PROGRAM for a name that is not in the table, or options that are not the operation's. */
export function readStage(operation: string, options: StageOptions): { readonly stage: AnyStage; readonly read: unknown } {
  const stage = STAGES.get(operation);
  if (stage === undefined) throw new HorngateError('HG_ARTIFACT_PROGRAM', `Cannot accept the Program as no stage is called "${operation.slice(0, 80)}"`);
  const fields = new Options(options, operation);
  const read = stage.options(fields);
  fields.finish();
  return { stage, read };
}

/** A stage that is ready to be called. */
export function prepareStage(operation: string, options: StageOptions, table: Table | undefined): (inputs: readonly Tensor[]) => Tensor {
  const { stage, read } = readStage(operation, options);
  return stage.prepare(read, table);
}

/** A stage on texts or tables, ready to be called. */
export type StepRunner = (inputs: readonly Tensor[]) => Tensor;

/** Reads the tables of a Program that was checked, and prepares its stages. @param read - gives the bytes of a file of the Program. */
export function prepareStages(
  program: Program,
  read: (file: string) => Uint8Array,
): { readonly steps: ReadonlyMap<Stage, StepRunner>; readonly texts: readonly string[] } {
  const tables = new Map(program.tables.map(({ name, file }) => [name, readTable(read(file), file)]));
  const steps = new Map<Stage, StepRunner>();
  for (const { stages } of Object.values(program.signatures))
    for (const stage of stages)
      if (stage.kind !== 'graph') steps.set(stage, prepareStage(stage.operation, stage.options, stage.table === null ? undefined : tables.get(stage.table)));
  const texts = [...tables.values()].flatMap((table) => (table.dtype === 'string' ? table.entries.slice(0, MAX_SAMPLES) : []));
  return { steps, texts };
}

/** Texts of each table that goldens are made of. */
const MAX_SAMPLES = 64;
