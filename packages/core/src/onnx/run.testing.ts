import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { Graph } from '../graph/values.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { namesOf } from './names.ts';
import { WEIGHTS_FILE } from './onnx.ts';
import { layoutWeights, writeWeights } from './weights.ts';
import { encodeModel, placed } from './writer.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const ort = await import('onnxruntime-node');

/** Writes a graph as a Program's files would be, into a folder of its own. */
export function writeModel(graph: Graph): { readonly path: string; readonly weightsBytes: number; dispose(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-onnx-'));
  const layout = layoutWeights(graph);
  const path = join(folder, 'main.onnx');
  writeFileSync(path, encodeModel(graph, placed(layout)));
  if (layout.bytes > 0) {
    const file = openSync(join(folder, WEIGHTS_FILE), 'w');
    writeWeights(graph, layout, (offset, bytes) => writeSync(file, bytes, 0, bytes.length, offset));
    closeSync(file);
  }
  return { path, weightsBytes: layout.bytes, dispose: () => rmSync(folder, { recursive: true }) };
}

/** What ONNX Runtime makes of a graph; outputs by the model's names, guards by `guard_<n>`. `optimise: false` runs the nodes as they stand. */
export async function runGraph(
  graph: Graph,
  inputs: Readonly<Record<string, Tensor>>,
  { optimise = true }: { readonly optimise?: boolean } = {},
): Promise<Readonly<Record<string, OrtTensor>>> {
  const names = namesOf(graph);
  const model = writeModel(graph);
  let session: InferenceSession | undefined;
  try {
    session = await ort.InferenceSession.create(model.path, {
      graphOptimizationLevel: optimise ? 'all' : 'disabled',
      intraOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    const feeds = Object.fromEntries(graph.inputs.map(({ name }, index) => [names.inputs[index] ?? '', ortTensor(inputs[name])]));
    const outputs = await session.run(feeds);
    const ends = [...names.outputs, ...names.guards];
    const own = [...graph.outputs.map(({ name }) => name), ...graph.guards.map((_, index) => `guard_${index}`)];
    return Object.fromEntries(own.map((name, index) => [name, outputs[ends[index] ?? ''] as OrtTensor]));
  } finally {
    await session?.release();
    model.dispose();
  }
}

function ortTensor(tensor: Tensor | undefined): OrtTensor {
  if (tensor === undefined) throw new Error('An input is missing');
  return new ort.Tensor(tensor.dtype as 'float32', tensor.data as Float32Array, [...tensor.shape]);
}

/** Numbers that look random and come back: a Lehmer generator, uniform in [-1, 1). */
export function numbers(seed: number): () => number {
  let state = (seed * 7919 + 1) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}

export const floats = (next: () => number, shape: readonly number[]): Tensor & { dtype: 'float32' } => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from({ length: shape.reduce((product, dim) => product * dim, 1) }, next),
});
