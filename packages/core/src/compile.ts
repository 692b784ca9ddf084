import { estimate } from './graph/passes/estimate.ts';
import { halve } from './graph/passes/halve.ts';
import { optimise } from './graph/passes/optimise.ts';
import { prune } from './graph/passes/prune.ts';
import { quantise } from './graph/passes/quantise.ts';
import { verify } from './graph/passes/verify.ts';
import type { Graph } from './graph/values.ts';
import { layerOutputs } from './keras/layer-outputs.ts';
import type { OpenedKeras } from './keras/open-keras.ts';
import { trace } from './keras/trace.ts';
import { assemble } from './onnx/assemble.ts';
import { writeManifest } from './onnx/manifest.ts';
import { WEIGHTS_FILE } from './onnx/onnx.ts';
import { layoutWeights, writeWeights } from './onnx/weights.ts';
import { encodeModel, placed } from './onnx/writer.ts';
import { writeTable } from './stages/table.ts';
import type { Digest } from './words/artifact.ts';
import { HorngateError } from './words/error.ts';
import type { Limits } from './words/limits.ts';
import type { Program } from './words/program.ts';
import type { ProgramFile } from './words/session.ts';

/** Version of the compiler: part of every seal, so that a Program written by another one is never taken for ours. */
export const COMPILER = '0.1.0';

/** What is compiled of a model: itself, unless something else is asked for. Part of the seal. */
export interface CompileForm {
  /** Reckon otherwise than Keras does, to be smaller or faster; for `convert` alone. */
  readonly precision?: 'float16' | 'int8';
  /** Layers whose answers are outputs too, by name; for `check` alone. */
  readonly layers?: readonly string[];
}

export interface CompileOptions extends CompileForm {
  readonly artifact: Digest;
  readonly limits: Limits;
}

const PRECISIONS = { float16: halve, int8: quantise } as const;

/** Where one file of a Program goes. Offsets rise; gaps are zeros. */
export interface Sink {
  write(offset: number, bytes: Uint8Array): void;
  close(): void;
}

/**
 * Compiles a Keras model to a Program: `program.json`, an ONNX graph or several between its string and table stages, `weights.bin` and tables where it has any.
 *
 * Weights are read, changed and written one at a time. Nothing of the file's text becomes code or a path; names of files are ours.
 *
 * @returns the files with their sizes, in the order of writing.
 * @throws the codes of the layers; HG_LIMIT_TENSOR and HG_LIMIT_ACTIVATION past a budget, before anything is written.
 */
export function compileKeras(keras: OpenedKeras, options: CompileOptions, open: (name: string) => Sink): readonly ProgramFile[] {
  const { artifact, limits } = options;
  const { graph: whole, states } = traced(keras, options);
  const { graphs, tables, signature, stepBytes } = assemble(whole, passes(options));
  let bytes = 0;
  const parts = graphs.map(({ name, graph }) => {
    const layout = layoutWeights(graph, bytes);
    bytes = layout.bytes;
    return { name, file: `${name}.onnx`, graph, layout };
  });
  if (bytes > limits.maxTensorBytes) throw past('HG_LIMIT_TENSOR', 'weights', bytes, limits.maxTensorBytes);
  const activationBytes = parts.reduce((sum, { graph }) => sum + estimate(graph, 1), stepBytes);
  if (activationBytes > limits.maxActivationBytes) throw past('HG_LIMIT_ACTIVATION', 'activations', activationBytes, limits.maxActivationBytes);
  const program: Program = {
    version: 1,
    compiler: COMPILER,
    artifact,
    graphs: Object.fromEntries(parts.map(({ name, file }) => [name, { file }])),
    weights: bytes > 0 ? { file: WEIGHTS_FILE, bytes } : null,
    tables: tables.map(({ file }) => file),
    signatures: { predict: signature },
    state: signature.inputs.filter(({ name }) => states.includes(name)),
    activationBytes,
  };
  const written: ProgramFile[] = [];
  const put = (name: string, bytes: number, fill: (sink: Sink) => void): void => {
    const sink = open(name);
    fill(sink);
    sink.close();
    written.push({ name, bytes });
  };
  if (bytes > 0)
    put(WEIGHTS_FILE, bytes, (sink) => {
      for (const { graph, layout } of parts) writeWeights(graph, layout, sink.write);
    });
  const putBytes = (name: string, content: Uint8Array): void => put(name, content.length, (sink) => sink.write(0, content));
  for (const { file, graph, layout } of parts) putBytes(file, encodeModel(graph, placed(layout)));
  for (const { file, table } of tables) putBytes(file.file, writeTable(table));
  putBytes('program.json', writeManifest(program));
  return written;
}

function traced(keras: OpenedKeras, { layers = [] }: CompileForm): { readonly graph: Graph; readonly states: readonly string[] } {
  const { graph, states, shapes } = trace(keras.model, keras.weights, keras.writer);
  const known = new Set(graph.outputs.map(({ name }) => name));
  const further = layerOutputs(keras.model, shapes, layers).filter(({ name }) => !known.has(name));
  // Next values of states stay the last ones.
  const own = graph.outputs.length - states.length;
  return { graph: { ...graph, outputs: [...graph.outputs.slice(0, own), ...further, ...graph.outputs.slice(own)] }, states };
}

function passes({ precision }: CompileForm): (graph: Graph) => Graph {
  if (precision === undefined) return optimise;
  return (graph) => {
    const other = prune(PRECISIONS[precision](optimise(graph)));
    verify(other, precision);
    return other;
  };
}

const past = (code: 'HG_LIMIT_TENSOR' | 'HG_LIMIT_ACTIVATION', what: string, bytes: number, most: number): HorngateError =>
  new HorngateError(code, `Cannot compile the model as its ${what} must take at most ${most} bytes: they take ${bytes}`);
