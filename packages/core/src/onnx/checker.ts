import { readJson } from '../artifact/json/read-json.ts';
import { dimText, isKnown } from '../graph/dims.ts';
import type { Graph, Value } from '../graph/values.ts';
import { readTable } from '../stages/table.ts';
import { HorngateError } from '../words/error.ts';
import type { ByteSource } from '../words/ports.ts';
import { nextOf, type Program, type Signature, type SpecDim, type Stage, type TableFile, type TensorSpec } from '../words/program.ts';
import { expectPieces, expectTables } from './assemble.ts';
import { checkGraph, checkPlaces } from './check-graph.ts';
import { checkStep, describe, type Known } from './check-step.ts';
import { MANIFEST_FILE, readManifest, writeManifest } from './manifest.ts';
import { refused } from './message.ts';
import { WEIGHTS_FILE } from './onnx.ts';
import { parseModel } from './parse.ts';
import type { Place } from './weights.ts';

/** A Program as it lies in a folder, before it is believed. */
export interface ProgramFiles {
  /** The bytes of `program.json`. */
  readonly manifest: Uint8Array;
  /** The graph files by name. */
  readonly graphs: ReadonlyMap<string, ByteSource>;
  /** The table files by name. */
  readonly tables?: ReadonlyMap<string, ByteSource>;
  /** Size of `weights.bin`; 0 where there is none. */
  readonly weightsBytes: number;
  /** Names of all files in the folder, `program.json` too. */
  readonly files: readonly string[];
}

const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_GRAPH_BYTES = 128 * 1024 * 1024;
/** For all graphs together. */
const MAX_FIELDS = 16_000_000;

/**
 * The second check: a fresh guest, which never saw the artifact, looks at what the first one compiled before the host seals it.
 *
 * Everything is an allow-list: the manifest's schema is closed and its bytes are those that we would write; the folder holds its files and no others; each graph is
 * in our part of ONNX with our operators alone, byte for byte what our writer writes; weights lie in `weights.bin`, aligned, inside, each in a place of its own;
 * names and types of every stage fit the graphs and the signatures.
 *
 * Not checked: what the numbers mean, and whether the graph computes what the artifact described.
 *
 * @throws HG_ARTIFACT_PROGRAM, HG_ARTIFACT_PROTOBUF, HG_ARTIFACT_TRUNCATED, HG_ARTIFACT_JSON, HG_LIMIT_*.
 */
export function checkProgram({ manifest, graphs, tables = new Map(), weightsBytes, files }: ProgramFiles): Program {
  const program = readManifest(readJson(manifest, { maxBytes: MAX_MANIFEST_BYTES, maxDepth: 16 }).value);
  const ours = writeManifest(program);
  if (ours.length !== manifest.length || ours.some((byte, at) => byte !== manifest[at]))
    throw refused(MANIFEST_FILE, undefined, 'the bytes that our writer writes', 'others');
  expectPieces(
    Object.keys(program.graphs).length,
    Object.values(program.signatures).reduce((sum, { stages }) => sum + stages.length, 0),
  );
  checkFiles(program, files, weightsBytes);
  const parsed = checkGraphs(program, graphs, weightsBytes);
  if (!Object.hasOwn(program.signatures, 'predict')) throw refused(MANIFEST_FILE, undefined, 'a signature "predict"', 'none');
  const used = new Set<string>();
  checkTables(program, tables);
  const declared = new Map(program.tables.map((table) => [table.name, table]));
  for (const [name, signature] of Object.entries(program.signatures)) checkSignature(name, signature, parsed, declared, used);
  for (const name of declared.keys()) if (!used.has(`${name}.table`)) throw refused(MANIFEST_FILE, undefined, `the table "${name}" used`, 'no stage that does');
  checkState(program);
  for (const name of parsed.keys()) if (!used.has(name)) throw refused(MANIFEST_FILE, undefined, `the graph "${name}" used`, 'no stage that does');
  return program;
}

function checkFiles({ graphs, weights, tables }: Program, files: readonly string[], weightsBytes: number): void {
  const wanted = [MANIFEST_FILE, ...[...Object.values(graphs), ...tables].map(({ file }) => file), ...(weights === null ? [] : [WEIGHTS_FILE])];
  if (new Set(wanted).size !== wanted.length) throw refused(MANIFEST_FILE, undefined, 'a file for each graph and table', 'one for two');
  for (const file of files)
    if (!wanted.includes(file)) throw refused(MANIFEST_FILE, undefined, 'no file but those that it names', JSON.stringify(file.slice(0, 100)));
  for (const file of wanted) if (!files.includes(file)) throw refused(MANIFEST_FILE, undefined, `the file "${file}"`, 'none');
  if (files.length !== wanted.length) throw refused(MANIFEST_FILE, undefined, 'each file once', 'one twice');
  if ((weights?.bytes ?? 0) !== weightsBytes) throw refused(MANIFEST_FILE, undefined, `${weights?.bytes ?? 0} bytes of weights`, String(weightsBytes));
}

/** Parses and checks every graph, by the name that the manifest gives it. */
function checkGraphs(program: Program, sources: ReadonlyMap<string, ByteSource>, weightsBytes: number): ReadonlyMap<string, Graph> {
  const budget = { left: MAX_FIELDS };
  const parsed = new Map<string, Graph>();
  const regions = new Map<string, Place>();
  for (const [name, { file }] of Object.entries(program.graphs)) {
    const source = sources.get(file);
    if (source === undefined) throw refused(file, undefined, 'the file', 'none');
    if (source.size > MAX_GRAPH_BYTES)
      throw new HorngateError('HG_LIMIT_BYTES', `Cannot accept the Program as a graph must have at most ${MAX_GRAPH_BYTES} bytes: it has ${source.size}`, {
        where: { member: file },
      });
    const bytes = source.read(0, source.size);
    const model = parseModel({ member: file, bytes, base: 0, budget });
    checkGraph(file, bytes, model);
    checkPlaces(file, model.places, weightsBytes);
    // Two graphs may read one weight (prefill and decode), as long as they mean the same bytes.
    for (const { offset, length } of model.places.values()) regions.set(`${offset} ${length}`, { offset, length });
    parsed.set(name, model.graph);
  }
  checkPlaces(MANIFEST_FILE, regions, weightsBytes);
  const end = lastEnd(regions);
  if (end !== weightsBytes) throw refused(MANIFEST_FILE, undefined, `${end} bytes of weights`, String(weightsBytes));
  return parsed;
}

/** Sizes and budget first, then every byte. */
function checkTables({ tables }: Program, sources: ReadonlyMap<string, ByteSource>): void {
  const sum = (name: 'entries' | 'bytes'): number => tables.reduce((total, table) => total + table[name], 0);
  expectTables(sum('entries'), sum('bytes'));
  for (const { file, dtype, entries, bytes } of tables) {
    const source = sources.get(file);
    if (source?.size !== bytes) throw refused(file, undefined, `${bytes} bytes`, String(source?.size ?? 'none'));
    const table = readTable(source.read(0, bytes), file);
    if (table.dtype !== dtype || table.entries.length !== entries)
      throw refused(file, undefined, `${entries} entries of type ${dtype}`, `${table.entries.length} of ${table.dtype}`);
  }
}

function lastEnd(regions: ReadonlyMap<string, Place>): number {
  let end = 0;
  for (const { offset, length } of regions.values()) end = Math.max(end, offset + length);
  return end;
}

/** Each state is an input of `predict` behind those of the model, and its next value an output of the same type and shape behind those of the model. */
function checkState({ signatures: { predict }, state }: Program): void {
  const [inputs, outputs] = [predict?.inputs ?? [], predict?.outputs ?? []].map((specs) => specs.slice(Math.max(0, specs.length - state.length)));
  state.forEach((spec, index) => {
    const [before, after] = [inputs?.[index], outputs?.[index]];
    if (before?.name !== spec.name || !sameSpec(before, spec) || after?.name !== nextOf(spec.name) || !sameSpec(after, spec))
      throw refused(MANIFEST_FILE, undefined, `the state "${spec.name.slice(0, 100)}" among the last inputs and outputs of "predict"`, 'another');
  });
}

/** Walks the stages in order: each takes values that are there, with the types that its graph declares. */
function checkSignature(
  name: string,
  { inputs, outputs, stages }: Signature,
  graphs: ReadonlyMap<string, Graph>,
  tables: ReadonlyMap<string, TableFile>,
  used: Set<string>,
): void {
  const known: Known = new Map();
  for (const spec of inputs) {
    if (known.has(spec.name)) throw refused(MANIFEST_FILE, undefined, `the input "${spec.name}" of "${name}" once`, 'it twice');
    known.set(spec.name, spec);
  }
  for (const stage of stages) {
    if (stage.kind !== 'graph') {
      checkStep(stage, known, tables, used);
      continue;
    }
    const graph = graphs.get(stage.graph);
    if (graph === undefined) throw refused(MANIFEST_FILE, undefined, `stages of "${name}" that run a graph`, 'another');
    used.add(stage.graph);
    checkStage(stage, graph, known);
  }
  const seen = new Set<string>();
  for (const spec of outputs) {
    const found = known.get(spec.name);
    if (found === undefined || seen.has(spec.name) || !sameSpec(found, spec))
      throw refused(
        MANIFEST_FILE,
        undefined,
        `the output "${spec.name}" of "${name}" made once as ${describe(spec)}`,
        found === undefined ? 'none' : describe(found),
      );
    seen.add(spec.name);
  }
}

function checkStage(stage: Stage & { kind: 'graph' }, graph: Graph, known: Known): void {
  expectNames(
    stage.graph,
    'inputs',
    Object.keys(stage.inputs),
    graph.inputs.map(({ name }) => name),
  );
  const guards = stage.guards.map(({ output }) => output);
  expectNames(
    stage.graph,
    'outputs',
    [...Object.keys(stage.outputs), ...guards],
    graph.outputs.map(({ name }) => name),
  );
  for (const { name, value } of [...graph.inputs, ...graph.outputs])
    if (value.dtype === 'string') throw refused(MANIFEST_FILE, undefined, `"${name}" of "${stage.graph}" as numbers: texts never enter a graph`, 'texts');
  for (const { name, value } of graph.inputs) {
    const given = known.get(stage.inputs[name] ?? '');
    if (given === undefined || !sameSpec(given, specOf(name, value)))
      throw refused(
        MANIFEST_FILE,
        undefined,
        `the input "${name}" of "${stage.graph}" as ${describe(specOf(name, value))}`,
        given === undefined ? 'none' : describe(given),
      );
  }
  if (new Set(Object.values(stage.outputs)).size !== Object.keys(stage.outputs).length)
    throw refused(MANIFEST_FILE, undefined, `a name for each output of "${stage.graph}"`, 'one for two');
  for (const { name, value } of graph.outputs) {
    if (guards.includes(name) && (value.dtype !== 'bool' || value.dims.length > 0))
      throw refused(MANIFEST_FILE, undefined, `the guard "${name}" as a boolean scalar`, 'another');
    if (Object.hasOwn(stage.outputs, name)) known.set(stage.outputs[name] ?? '', specOf(stage.outputs[name] ?? '', value));
  }
}

function expectNames(graph: string, what: string, found: readonly string[], wanted: readonly string[]): void {
  const same = found.length === wanted.length && new Set(found).size === found.length && wanted.every((name) => found.includes(name));
  if (!same) throw refused(MANIFEST_FILE, undefined, `the ${what} of "${graph}": ${wanted.join(', ').slice(0, 200)}`, found.join(', ').slice(0, 200));
}

const specOf = (name: string, { dtype, dims }: Value): TensorSpec => ({ name, dtype, shape: dims.map((dim): SpecDim => (isKnown(dim) ? dim : dimText(dim))) });
const sameSpec = (a: TensorSpec, b: TensorSpec): boolean =>
  sameType(a.dtype, b.dtype) && a.shape.length === b.shape.length && a.shape.every((dim, axis) => dim === b.shape[axis]);

/** A bfloat16 of a signature is float32 at the border of a graph: ONNX Runtime does not hand it to JavaScript otherwise. */
const sameType = (a: TensorSpec['dtype'], b: TensorSpec['dtype']): boolean => a === b || [a, b].sort().join() === 'bfloat16,float32';
