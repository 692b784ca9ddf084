import type { DType } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import { bodyOf, type Graph, type NamedValue, type Node, type Value } from './values.ts';

/** Axes of a tensor that crosses the border of a guest (its frames have no more), and of one inside of a graph. */
const MAX_CROSSING_RANK = 8;
const MAX_RANK = 64;
/** Types without an array in JavaScript, or that ONNX Runtime does not hand to it. Texts cross, as no graph takes them. */
const INSIDE_ONLY: ReadonlySet<DType> = new Set(['bfloat16']);

/**
 * Refuses graphs which are well-formed, but which the runner cannot load, call, or survive.
 *
 * A tensor without elements is one of them: ONNX Runtime 1.30 ends its process over an LSTM or GRU of no batch, and never comes back from a Conv of no channels.
 * So is a graph without an output, which it does not load.
 *
 * @throws HG_ARTIFACT_GRAPH, HG_UNSUPPORTED_DTYPE, HG_UNSUPPORTED_FIELD, with the layer's name where there is one.
 */
export function expectRunnable({ inputs, outputs, nodes }: Graph): void {
  if (inputs.length === 0 || outputs.length === 0)
    throw new HorngateError('HG_ARTIFACT_GRAPH', `Cannot compile a model without an ${inputs.length === 0 ? 'input' : 'output'}`);
  for (const one of inputs) expectCrossing('input', one);
  expectNodes(nodes);
  for (const one of outputs) expectCrossing('output', one);
}

function expectNodes(nodes: readonly Node[]): void {
  for (const node of nodes) {
    for (const value of node.outputs) expectShape(value, `layer "${node.origin}"`, MAX_RANK);
    expectNodes(bodyOf(node)?.value.nodes ?? []);
  }
}

function expectCrossing(what: 'input' | 'output', { name, value }: NamedValue): void {
  if (INSIDE_ONLY.has(value.dtype)) throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot compile the ${what} "${name}" of type "${value.dtype}" yet`);
  expectShape(value, `${what} "${name}"`, MAX_CROSSING_RANK);
}

function expectShape({ dims }: Value, place: string, most: number): void {
  if (dims.length > most)
    throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compile the ${place} as its tensors must have at most ${most} axes: found ${dims.length}`);
  if (dims.includes(0)) throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compile the ${place} as its tensors must have elements: an axis has 0`);
}
