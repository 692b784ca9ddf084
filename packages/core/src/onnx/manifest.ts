import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../artifact/json/json.ts';
import { pointerTo } from '../artifact/json/pointer.ts';
import { isDType } from '../tensor/dtype.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { isDigest } from '../words/artifact.ts';
import { HorngateError, isCode } from '../words/error.ts';
import type { Guard, Program, Signature, SpecDim, Stage, StageOptions, TableFile, TensorSpec } from '../words/program.ts';
import { WEIGHTS_FILE } from './onnx.ts';

export const MANIFEST_FILE = 'program.json';

/** Names of graph files, and nothing that could be a path. */
const GRAPH_FILE = /^[a-z][a-z0-9-]{0,63}\.onnx$/;
const TABLE_NAME = /^[a-z][a-z0-9-]{0,63}$/;
const OPTION_NAME = /^[a-z]{1,32}$/;
const MAX_OPTIONS = 1024;
const PLAIN_NAME = /^[\w./:-]{1,160}$/;
const DIM_NAME = /^[\w .+*/()#-]{1,128}$/;
const MAX_TEXT = 4096;
const MAX_RANK = 64;

/** `program.json`: the same bytes for the same Program, fields in one order. */
export function writeManifest(program: Program): Uint8Array {
  const { version, compiler, artifact, graphs, weights, tables, signatures, state, activationBytes } = program;
  return encodeUtf8(`${JSON.stringify({ version, compiler, artifact, graphs, weights, tables, signatures, state, activationBytes })}\n`);
}

/**
 * A manifest as a Program. The schema is closed: what this version does not write it does not read either.
 *
 * @throws HG_ARTIFACT_PROGRAM with the pointer of what is wrong.
 */
export function readManifest(json: Json): Program {
  const top = fields(json, '', ['version', 'compiler', 'artifact', 'graphs', 'weights', 'tables', 'signatures', 'state', 'activationBytes']);
  if (top['version'] !== 1) throw wrong('/version', '1', top['version']);
  const artifact = top['artifact'];
  if (!isDigest(artifact)) throw wrong('/artifact', 'a digest', artifact);
  return {
    version: 1,
    compiler: text(top['compiler'], '/compiler'),
    artifact,
    graphs: record(top['graphs'], '/graphs', readGraph),
    weights: readWeights(top['weights'] ?? null),
    tables: list(top['tables'], '/tables', readTableFile),
    signatures: record(top['signatures'], '/signatures', readSignature),
    state: list(top['state'], '/state', readSpec),
    activationBytes: size(top['activationBytes'], '/activationBytes'),
  };
}

function readGraph(json: Json, pointer: string): { file: string } {
  const { file } = fields(json, pointer, ['file']);
  return { file: matching(file, `${pointer}/file`, GRAPH_FILE, 'the name of a graph file') };
}

function readWeights(json: Json): Program['weights'] {
  if (json === null) return null;
  const { file, bytes } = fields(json, '/weights', ['file', 'bytes']);
  if (file !== WEIGHTS_FILE) throw wrong('/weights/file', `"${WEIGHTS_FILE}"`, file);
  return { file, bytes: size(bytes, '/weights/bytes') };
}

function readSignature(json: Json, pointer: string): Signature {
  const { inputs, outputs, stages } = fields(json, pointer, ['inputs', 'outputs', 'stages']);
  return {
    inputs: list(inputs, `${pointer}/inputs`, readSpec),
    outputs: list(outputs, `${pointer}/outputs`, readSpec),
    stages: list(stages, `${pointer}/stages`, readStage),
  };
}

function readSpec(json: Json, pointer: string): TensorSpec {
  const { name, dtype, shape } = fields(json, pointer, ['name', 'dtype', 'shape']);
  if (!isDType(dtype)) throw wrong(`${pointer}/dtype`, 'a type', dtype);
  const dims = list(shape, `${pointer}/shape`, readDim);
  if (dims.length > MAX_RANK) throw wrong(`${pointer}/shape`, `at most ${MAX_RANK} axes`, dims.length);
  return { name: text(name, `${pointer}/name`), dtype, shape: dims };
}

const readDim = (json: Json, pointer: string): SpecDim =>
  typeof json === 'string' ? matching(json, pointer, DIM_NAME, 'the name of a dimension') : size(json, pointer);

function readTableFile(json: Json, pointer: string): TableFile {
  const { name, file, dtype, entries, bytes } = fields(json, pointer, ['name', 'file', 'dtype', 'entries', 'bytes']);
  const known = matching(name, `${pointer}/name`, TABLE_NAME, 'the name of a table');
  if (file !== `${known}.table`) throw wrong(`${pointer}/file`, `"${known}.table"`, file);
  if (dtype !== 'string' && dtype !== 'int64') throw wrong(`${pointer}/dtype`, '"string" or "int64"', dtype);
  return { name: known, file, dtype, entries: size(entries, `${pointer}/entries`), bytes: size(bytes, `${pointer}/bytes`) };
}

const readStage = (json: Json, pointer: string): Stage =>
  isJsonObject(json) && json['kind'] === 'graph' ? readGraphStage(json, pointer) : readStep(json, pointer);

function readGraphStage(json: Json, pointer: string): Stage {
  const { graph, inputs, outputs, guards } = fields(json, pointer, ['kind', 'graph', 'inputs', 'outputs', 'guards']);
  return {
    kind: 'graph',
    graph: text(graph, `${pointer}/graph`),
    inputs: renames(inputs, `${pointer}/inputs`),
    outputs: renames(outputs, `${pointer}/outputs`),
    guards: list(guards, `${pointer}/guards`, readGuard),
  };
}

/** A stage on texts or tables. Its options are read again by the operation itself. */
function readStep(json: Json, pointer: string): Stage {
  const { kind, operation, options, table, inputs, output } = fields(json, pointer, ['kind', 'operation', 'options', 'table', 'inputs', 'output']);
  if (kind !== 'string' && kind !== 'table') throw wrong(`${pointer}/kind`, '"graph", "string" or "table"', kind);
  return {
    kind,
    operation: text(operation, `${pointer}/operation`),
    options: readOptions(options, `${pointer}/options`),
    table: table === null ? null : matching(table, `${pointer}/table`, TABLE_NAME, 'the name of a table, or null'),
    inputs: list(inputs, `${pointer}/inputs`, text),
    output: readSpec(output ?? null, `${pointer}/output`),
  };
}

function readOptions(json: Json | undefined, pointer: string): StageOptions {
  if (!isJsonObject(json)) throw wrong(pointer, 'an object', json);
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => {
      const place = pointerTo(pointer, name);
      return [matching(name, place, OPTION_NAME, 'the name of an option'), readOption(value, place)];
    }),
  );
}

function readOption(json: Json, pointer: string): StageOptions[string] {
  if (json === null) return null;
  if (isJsonArray(json) && json.length <= MAX_OPTIONS) return json.map((item, index) => plainOption(item, `${pointer}/${index}`));
  return plainOption(json, pointer);
}

const plainOption = (json: Json, pointer: string): string | number => (typeof json === 'number' && Number.isFinite(json) ? json : text(json, pointer));

function readGuard(json: Json, pointer: string): Guard {
  const { output, code, message } = fields(json, pointer, ['output', 'code', 'message']);
  if (!isCode(code)) throw wrong(`${pointer}/code`, 'a code', code);
  return { output: matching(output, `${pointer}/output`, PLAIN_NAME, 'the name of an output'), code, message: text(message, `${pointer}/message`) };
}

function renames(json: Json | undefined, pointer: string): Readonly<Record<string, string>> {
  return record(json, pointer, (value, place) => text(value, place));
}

/** An object with exactly these fields. */
function fields(json: Json | undefined, pointer: string, names: readonly string[]): JsonObject {
  if (!isJsonObject(json)) throw wrong(pointer, 'an object', json);
  for (const name of Object.keys(json)) if (!names.includes(name)) throw wrong(pointerTo(pointer, name), `one of ${names.join(', ')}`, name);
  for (const name of names) if (!Object.hasOwn(json, name)) throw wrong(pointerTo(pointer, name), 'there', undefined);
  return json;
}

/** An object whose keys are plain names. */
function record<T>(json: Json | undefined, pointer: string, read: (value: Json, pointer: string) => T): Readonly<Record<string, T>> {
  if (!isJsonObject(json)) throw wrong(pointer, 'an object', json);
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const place = pointerTo(pointer, key);
      return [matching(key, place, PLAIN_NAME, 'a plain name'), read(value, place)];
    }),
  );
}

function list<T>(json: Json | undefined, pointer: string, read: (value: Json, pointer: string) => T): readonly T[] {
  if (!isJsonArray(json)) throw wrong(pointer, 'a list', json);
  return json.map((value, index) => read(value, `${pointer}/${index}`));
}

function text(json: Json | undefined, pointer: string): string {
  if (typeof json !== 'string' || json.length > MAX_TEXT) throw wrong(pointer, `a text of at most ${MAX_TEXT} characters`, json);
  return json;
}

function matching(json: Json | undefined, pointer: string, form: RegExp, wanted: string): string {
  const found = text(json, pointer);
  if (!form.test(found)) throw wrong(pointer, wanted, found);
  return found;
}

function size(json: Json | undefined, pointer: string): number {
  if (typeof json !== 'number' || !Number.isSafeInteger(json) || json < 0) throw wrong(pointer, 'a whole number >= 0', json);
  return json;
}

function wrong(pointer: string, wanted: string, found: unknown): HorngateError {
  const shown = typeof found === 'string' || typeof found === 'number' ? JSON.stringify(found).slice(0, 100) : kindOf(found);
  return new HorngateError('HG_ARTIFACT_PROGRAM', `Cannot accept the Program as "${pointer}" must be ${wanted}: found ${shown}`, {
    where: { member: MANIFEST_FILE, pointer },
  });
}

const kindOf = (value: unknown): string => (value === undefined ? 'nothing' : value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`);
