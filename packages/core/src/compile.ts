import { estimate } from './graph/passes/estimate.ts';
import { optimise } from './graph/passes/optimise.ts';
import type { OpenedKeras } from './keras/open-keras.ts';
import { trace } from './keras/trace.ts';
import { writeManifest } from './onnx/manifest.ts';
import { WEIGHTS_FILE } from './onnx/onnx.ts';
import { signatureOf } from './onnx/signature.ts';
import { layoutWeights, writeWeights } from './onnx/weights.ts';
import { encodeModel, placed } from './onnx/writer.ts';
import type { Digest } from './words/artifact.ts';
import { HorngateError } from './words/error.ts';
import type { Limits } from './words/limits.ts';
import type { Program } from './words/program.ts';
import type { ProgramFile } from './words/session.ts';

/** Version of the compiler: part of every seal, so that a Program written by another one is never taken for ours. */
export const COMPILER = '0.1.0';

export interface CompileOptions {
  readonly artifact: Digest;
  readonly limits: Limits;
}

/** Where one file of a Program goes. Offsets rise; gaps are zeros. */
export interface Sink {
  write(offset: number, bytes: Uint8Array): void;
  close(): void;
}

/**
 * Compiles a Keras model to a Program: `program.json`, one ONNX graph, and `weights.bin` where it has weights.
 *
 * Weights are read, changed and written one at a time. Nothing of the file's text becomes code or a path; names of files are ours.
 *
 * @returns the files with their sizes, in the order of writing.
 * @throws the codes of the layers; HG_LIMIT_TENSOR and HG_LIMIT_ACTIVATION past a budget, before anything is written.
 */
export function compileKeras(keras: OpenedKeras, { artifact, limits }: CompileOptions, open: (name: string) => Sink): readonly ProgramFile[] {
  const graph = optimise(trace(keras.model, keras.weights, keras.writer).graph);
  const layout = layoutWeights(graph);
  if (layout.bytes > limits.maxTensorBytes) throw past('HG_LIMIT_TENSOR', 'weights', layout.bytes, limits.maxTensorBytes);
  const activationBytes = estimate(graph, 1);
  if (activationBytes > limits.maxActivationBytes) throw past('HG_LIMIT_ACTIVATION', 'activations', activationBytes, limits.maxActivationBytes);
  const program: Program = {
    version: 1,
    compiler: COMPILER,
    artifact,
    graphs: { main: { file: 'main.onnx' } },
    weights: layout.bytes > 0 ? { file: WEIGHTS_FILE, bytes: layout.bytes } : null,
    tables: [],
    signatures: { predict: signatureOf(graph, 'main') },
    state: [],
    activationBytes,
  };
  const written: ProgramFile[] = [];
  const put = (name: string, bytes: number, fill: (sink: Sink) => void): void => {
    const sink = open(name);
    fill(sink);
    sink.close();
    written.push({ name, bytes });
  };
  if (layout.bytes > 0) put(WEIGHTS_FILE, layout.bytes, (sink) => writeWeights(graph, layout, sink.write));
  for (const [name, bytes] of [
    ['main.onnx', encodeModel(graph, placed(layout))],
    ['program.json', writeManifest(program)],
  ] as const)
    put(name, bytes.length, (sink) => sink.write(0, bytes));
  return written;
}

const past = (code: 'HG_LIMIT_TENSOR' | 'HG_LIMIT_ACTIVATION', what: string, bytes: number, most: number): HorngateError =>
  new HorngateError(code, `Cannot compile the model as its ${what} must take at most ${most} bytes: they take ${bytes}`);
