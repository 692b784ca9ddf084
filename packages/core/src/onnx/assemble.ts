import { cut, type Piece } from '../graph/cut.ts';
import { dimText, isKnown } from '../graph/dims.ts';
import { expectRunnable } from '../graph/expect-runnable.ts';
import type { Graph, NamedValue, StageNode } from '../graph/values.ts';
import { readStage } from '../stages/index.ts';
import { MAX_TABLE_BYTES, MAX_TABLE_ENTRIES, type Table, tableBytes } from '../stages/table.ts';
import { BYTES } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import type { Signature, SpecDim, Stage, TableFile, TensorSpec } from '../words/program.ts';
import { signatureOf } from './signature.ts';

/** What a model becomes: its graphs in the order in which they run, its tables, and the signature that leads through both. */
export interface Assembly {
  readonly graphs: readonly { readonly name: string; readonly graph: Graph }[];
  readonly tables: readonly { readonly file: TableFile; readonly table: Table }[];
  readonly signature: Signature;
  /** Bytes of what steps between graphs make, for one row. */
  readonly stepBytes: number;
}

/** A size that crosses from one graph to another must have one name in both. */
const PLAIN_DIM = /^[\w .+*/()-]{1,128}$/;

/**
 * Cuts a graph at its steps on texts and tables, and optimises each part.
 *
 * @throws HG_LIMIT_ENTRIES, HG_LIMIT_BYTES for tables past their budget, before anything is written; HG_UNSUPPORTED_*
 */
export function assemble(graph: Graph, optimise: (graph: Graph) => Graph): Assembly {
  const pieces = cut(graph);
  expectPieces(pieces.filter(({ kind }) => kind === 'graph').length, pieces.length);
  const [only] = pieces;
  if (pieces.length === 1 && only?.kind === 'graph') {
    const whole = optimise(only.graph);
    return { graphs: [{ name: only.name, graph: whole }], tables: [], signature: signatureOf(whole, only.name), stepBytes: 0 };
  }
  const tables = new Tables();
  const graphs: { name: string; graph: Graph }[] = [];
  const stages = pieces.map((piece): Stage => {
    if (piece.kind === 'step') return stageOf(piece, tables);
    expectRunnable(piece.graph);
    const part = optimise(piece.graph);
    graphs.push({ name: piece.name, graph: part });
    for (const value of [...part.inputs, ...part.outputs]) specOf(value);
    return signatureOf(part, piece.name).stages[0] as Stage;
  });
  const stepBytes = (graph.steps ?? []).reduce((sum, step) => sum + bytesOf(step), 0);
  return { graphs, tables: tables.all, signature: { inputs: graph.inputs.map(specOf), outputs: graph.outputs.map(specOf), stages }, stepBytes };
}

function stageOf({ step, inputs, output }: Piece & { kind: 'step' }, tables: Tables): Stage {
  const { operation, options } = step;
  const table = step.table === null ? null : tables.place(step.table);
  return { kind: readStage(operation, options).stage.kind, operation, options, table, inputs, output: specOf(output) };
}

const bytesOf = ({ output }: StageNode): number =>
  output.dims.reduce<number>((product, dim) => product * (isKnown(dim) ? dim : 1), Math.max(8, BYTES[output.dtype]));

function specOf({ name, value, as }: NamedValue): TensorSpec {
  const shape = value.dims.map((dim): SpecDim => {
    if (isKnown(dim)) return dim;
    const text = dimText(dim);
    if (!PLAIN_DIM.test(text))
      throw new HorngateError(
        'HG_UNSUPPORTED_FIELD',
        `Cannot cut the model at "${name}" as the name of a size must be plain: found ${JSON.stringify(text.slice(0, 100))}`,
      );
    return text;
  });
  return { name, dtype: as ?? value.dtype, shape };
}

/** The tables of a Program; one that two steps share stands there once. */
class Tables {
  readonly #files = new Map<Table, TableFile>();
  #entries = 0;
  #bytes = 0;

  place(table: Table): string {
    const found = this.#files.get(table);
    if (found !== undefined) return found.name;
    const name = `table-${this.#files.size}`;
    const file: TableFile = { name, file: `${name}.table`, dtype: table.dtype, entries: table.entries.length, bytes: tableBytes(table) };
    this.#entries += file.entries;
    this.#bytes += file.bytes;
    expectTables(this.#entries, this.#bytes);
    this.#files.set(table, file);
    return name;
  }

  get all(): Assembly['tables'] {
    return [...this.#files].map(([table, file]) => ({ file, table }));
  }
}

/** A session of ONNX Runtime for each graph costs megabytes; a file could ask for thousands with tables between them. */
const MAX_GRAPHS = 64;
const MAX_STAGES = 4096;

/** The budget of a signature's parts: the compiler keeps it, and the checker asks again. @throws HG_LIMIT_ENTRIES */
export function expectPieces(graphs: number, stages: number): void {
  if (graphs > MAX_GRAPHS || stages > MAX_STAGES)
    throw new HorngateError(
      'HG_LIMIT_ENTRIES',
      `Cannot take a model cut into more than ${MAX_GRAPHS} graphs and ${MAX_STAGES} stages: it has ${graphs} and ${stages}`,
    );
}

/** The budget of all tables of a Program: the compiler keeps it, and the checker asks again. @throws HG_LIMIT_ENTRIES, HG_LIMIT_BYTES */
export function expectTables(entries: number, bytes: number): void {
  if (entries > MAX_TABLE_ENTRIES)
    throw new HorngateError(
      'HG_LIMIT_ENTRIES',
      `Cannot take the tables of a Program as they must have at most ${MAX_TABLE_ENTRIES} entries: they have ${entries}`,
    );
  if (bytes > MAX_TABLE_BYTES)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot take the tables of a Program as they must have at most ${MAX_TABLE_BYTES} bytes: they have ${bytes}`);
}
