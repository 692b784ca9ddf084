import { readFileSync } from 'node:fs';
import { bytesSource } from '@horngate/core/artifact';
import { type Graph, GraphBuilder, isKnown, type Node, optimise, type Value } from '@horngate/core/graph';
import { openKeras, trace } from '@horngate/core/keras';
import { encodeModel } from '@horngate/core/onnx';
import { DEFAULT_LIMITS } from '@horngate/core/words';
import { digests, inflate } from '../packages/guests/src/ports.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';

/** Floating point operations of a model in products and convolutions, for one batch: two for each multiplication with its addition. */
export function flopsOf(path: string, batch: number): number {
  const keras = openKeras(bytesSource(readFileSync(path)), { inflate, digests }, DEFAULT_LIMITS);
  const graph: Graph = optimise(trace(keras.model, keras.weights, keras.writer).graph);
  return graph.nodes.reduce((sum, node) => sum + flopsIn(node, batch), 0);
}

function flopsIn({ op, inputs, outputs }: Node, batch: number): number {
  const size = (value: Value | null | undefined): number => (value?.dims ?? []).reduce<number>((product, dim) => product * (isKnown(dim) ? dim : batch), 1);
  const dim = (value: Value | null | undefined, axis: number): number => (isKnown(value?.dims.at(axis) ?? batch) ? (value?.dims.at(axis) as number) : batch);
  const [x, w] = inputs;
  if (op === 'MatMul' || op === 'Gemm') return 2 * size(outputs[0]) * dim(x, -1);
  if (op === 'Conv') return 2 * size(outputs[0]) * (size(w) / dim(w, 0));
  if (op === 'LSTM') return 2 * dim(x, 0) * dim(x, 1) * (size(w) + size(inputs[2]));
  return 0;
}

/** The best that one core reaches in a product of two 1024 x 1024 matrices in ONNX Runtime, in operations a second. */
export async function peakFlops(): Promise<number> {
  const ort = await import('onnxruntime-node');
  const g = new GraphBuilder();
  const square = [1024, 1024];
  const data = Float32Array.from({ length: 1024 * 1024 }, (_, at) => Math.sin(at));
  const graph = g.finish([{ name: 'y', value: g.node('MatMul', [g.input('x', 'float32', square), g.floats(data, square)]) }]);
  const session = await ort.InferenceSession.create(
    encodeModel(graph, () => 'inline'),
    { intraOpNumThreads: 1 },
  );
  const feeds = { x: new ort.Tensor('float32', data, square) };
  let best = Number.POSITIVE_INFINITY;
  for (let call = 0; call < 40; call++) {
    const from = performance.now();
    await session.run(feeds);
    best = Math.min(best, performance.now() - from);
  }
  await session.release();
  return (2 * 1024 ** 3) / (best / 1e3);
}
