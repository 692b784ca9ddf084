import { singlesOf } from '../../tensor/singles.ts';
import type { Constant, Graph, Node, Value } from '../values.ts';
import { Edit } from './edit.ts';

/** Below this many weights, rounding the input costs more than the product saves. */
const LEAST_WEIGHTS = 4096;
/** Fewer columns are answers, such as the scores of classes: there rounding shows most, and there is little to save. */
const LEAST_COLUMNS = 32;
/**
 * Where a processor has no VNNI, ONNX Runtime multiplies uint8 by int8 with `vpmaddubsw`, which adds two products in 16 bits: 255 times the sum of two weights
 * must stay below 2^15 (onnxruntime.ai/docs/performance/model-optimizations/quantization.html, "reduce_range"). Its kernels lay four rows of a column side by
 * side, from the first row on, and so add rows 0 and 1, 2 and 3 of each four (onnxruntime/core/mlas/lib/x86_64/QgemmU8S8KernelAvx2.S, QgemvU8S8KernelAvx2.S).
 * We ask more than that, any two rows of a column that are less than four apart, so as not to depend on which of the four meet or where the fours begin.
 */
const MOST_TWO = 128;
const MOST_ONE = 127;
const ROWS = 4;

/**
 * Products with constant weights in integers: the input is rounded to uint8 by its own range at each call, weights to int8 by that of their column.
 *
 * This is another model: numbers differ by about a percent. Only `convert --int8` asks for it; what runs here stays as Keras computes it.
 */
export function quantise(graph: Graph): Graph {
  const edit = new Edit(graph);
  const rounded = new Map<string, readonly Value[]>();
  for (const node of graph.nodes) {
    const weights = weightsOf(edit, node);
    if (weights === undefined) edit.keep(node);
    else replaceProduct(edit, node, weights, rounded);
  }
  return edit.finish();
}

/** The constant [inner, columns] of a product that can be rounded. */
function weightsOf(edit: Edit, { op, inputs, attributes }: Node): Constant | undefined {
  if (op !== 'MatMul' && op !== 'Gemm') return undefined;
  if (op === 'Gemm' && Object.entries(attributes).some(([name, { value }]) => value !== (name.startsWith('trans') ? 0 : 1))) return undefined;
  const weights = edit.constantOf(inputs[1]);
  if (weights === undefined || weights.value.dtype !== 'float32' || weights.value.dims.length !== 2) return undefined;
  return weights.bytes / 4 >= LEAST_WEIGHTS && (weights.value.dims[1] as number) >= LEAST_COLUMNS ? weights : undefined;
}

function replaceProduct(edit: Edit, node: Node, weights: Constant, known: Map<string, readonly Value[]>): void {
  const { origin } = node;
  const x = edit.find(node.inputs[0] as Value);
  const [output] = node.outputs as readonly [Value];
  const [inner, columns] = weights.value.dims as readonly [number, number];
  const once = rounding(weights, inner, columns);
  const integers = edit.constant(`int8:${weights.value.id}`, 'int8', [inner, columns], () => once().integers);
  const scales = edit.constant(`scales:${weights.value.id}`, 'float32', [columns], () => once().scales);
  const [values, scale, zero] = roundInput(edit, x, known, origin) as readonly [Value, Value, Value];
  const sums = edit.add('MatMulInteger', [values, integers, zero], edit.value('int32', output.dims), {}, origin);
  const floats = edit.add('Cast', [sums], edit.value('float32', output.dims), { to: { kind: 'int', value: 1 } }, origin);
  const both = edit.add('Mul', [scale, scales], edit.value('float32', [columns]), {}, origin);
  const bias = node.op === 'Gemm' ? node.inputs[2] : undefined;
  const made = bias ? edit.value('float32', output.dims) : output;
  edit.add('Mul', [floats, both], made, {}, origin);
  if (bias) edit.add('Add', [made, edit.find(bias)], output, {}, origin);
}

/** Rounded once for all products that read it. */
function roundInput(edit: Edit, x: Value, known: Map<string, readonly Value[]>, origin: string): readonly Value[] {
  const found = known.get(x.id);
  if (found !== undefined) return found;
  const outputs = [edit.value('uint8', x.dims), edit.value('float32', []), edit.value('uint8', [])];
  edit.nodes.push({ op: 'DynamicQuantizeLinear', inputs: [x], outputs, attributes: {}, origin });
  known.set(x.id, outputs);
  return outputs;
}

/** Both constants are read one after the other; the weights are rounded anew for each, so that no copy is held. */
function rounding(weights: Constant, inner: number, columns: number): () => { readonly integers: Uint8Array; readonly scales: Uint8Array } {
  return () => {
    const values = singlesOf(weights.read());
    const scales = new Float32Array(columns);
    for (let column = 0; column < columns; column++) scales[column] = scaleOf(values, column, inner, columns) || 1;
    const integers = new Int8Array(values.length);
    for (let at = 0; at < values.length; at++) integers[at] = Math.round((values[at] as number) / (scales[at % columns] as number));
    return { integers: new Uint8Array(integers.buffer), scales: new Uint8Array(scales.buffer) };
  };
}

/** The finest step of a column in which no weight and no two of rows that may meet grow too large; half a step is what rounding may add to each of the two. */
function scaleOf(values: Float32Array, column: number, inner: number, columns: number): number {
  let [one, two] = [0, 0];
  for (let row = 0; row < inner; row++) {
    const weight = Math.abs(values[row * columns + column] as number);
    one = Math.max(one, weight);
    for (let other = row + 1; other < Math.min(inner, row + ROWS); other++) two = Math.max(two, weight + Math.abs(values[other * columns + column] as number));
  }
  return Math.max(one / MOST_ONE, two / (MOST_TWO - 1));
}
