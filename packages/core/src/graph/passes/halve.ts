import { toHalves } from '../../tensor/half.ts';
import { singlesOf } from '../../tensor/singles.ts';
import { ONNX_TYPES } from '../operators/elementwise.ts';
import { KERNELS } from '../operators/kernels.ts';
import type { Constant, Graph, Node, Value } from '../values.ts';
import { Edit } from './edit.ts';

/** Inputs that ONNX declares as float32, whatever the others are. */
const FLOAT_INPUTS: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2] };

/**
 * The same graph reckoning in float16: half the weights. Inputs and outputs keep their types; an operator for which ONNX Runtime has no such kernel works in float32.
 *
 * This is another model: numbers differ by about a thousandth. Only `convert --fp16` asks for it.
 */
export function halve(graph: Graph): Graph {
  const pass = new Halving(graph);
  for (const node of graph.nodes) pass.node(node);
  return pass.finish(graph);
}

/** Each float32 value has a float16 twin where somebody reads it so, and the other way round. */
class Halving {
  readonly #edit: Edit;
  readonly #halves = new Map<string, Value>();
  readonly #singles = new Map<string, Value>();
  /** Float32 values that no node makes any more. */
  readonly #instead = new Set<string>();

  constructor(graph: Graph) {
    this.#edit = new Edit(graph);
  }

  node(node: Node): void {
    if (!touches(node)) this.#edit.keep(node);
    else if (node.op === 'Cast' && target(node) === ONNX_TYPES.float32) this.#castTo(node);
    else if (KERNELS.get(node.op)?.has('float16') === true) this.#inHalf(node);
    else this.#edit.nodes.push({ ...node, inputs: node.inputs.map((input) => input && this.#single(input, node.origin)) });
  }

  /** What leaves the graph is float32 again. */
  finish(graph: Graph): Graph {
    for (const { value } of graph.outputs) this.#single(value, 'output');
    return this.#edit.finish((value) => this.#singles.get(value.id) ?? value);
  }

  #inHalf(node: Node): void {
    const floats = FLOAT_INPUTS[node.op] ?? [];
    const inputs = node.inputs.map((input, index) => input && (floats.includes(index) ? this.#single(input, node.origin) : this.#half(input, node.origin)));
    const outputs = node.outputs.map((output) => (output.dtype === 'float32' ? this.#made(output) : output));
    this.#edit.nodes.push({ ...node, inputs, outputs });
  }

  #castTo(node: Node): void {
    const [input, output] = [node.inputs[0] as Value, node.outputs[0] as Value];
    this.#edit.add('Cast', [this.#half(input, node.origin)], this.#made(output), to('float16'), node.origin);
  }

  /** The float16 value that a node gives in the place of a float32 one. */
  #made(output: Value): Value {
    const half = this.#edit.value('float16', output.dims);
    this.#halves.set(output.id, half);
    this.#instead.add(output.id);
    return half;
  }

  #half(value: Value, origin: string): Value {
    if (value.dtype !== 'float32') return value;
    const known = this.#halves.get(value.id);
    if (known !== undefined) return known;
    const constant = this.#edit.constantOf(value);
    const half =
      constant === undefined
        ? this.#edit.add('Cast', [value], this.#edit.value('float16', value.dims), to('float16'), origin)
        : this.#edit.constant(`half:${value.id}`, 'float16', value.dims as readonly number[], () => halfBytes(constant));
    this.#halves.set(value.id, half);
    return half;
  }

  /** The float32 value: itself, unless a node makes its float16 twin in its place. */
  #single(value: Value, origin: string): Value {
    const half = this.#instead.has(value.id) ? this.#halves.get(value.id) : undefined;
    if (half === undefined) return value;
    const known = this.#singles.get(value.id);
    if (known !== undefined) return known;
    const single = this.#edit.add('Cast', [half], this.#edit.value('float32', value.dims), to('float32'), origin);
    this.#singles.set(value.id, single);
    return single;
  }
}

const touches = ({ inputs, outputs }: Node): boolean => [...inputs, ...outputs].some((value) => value?.dtype === 'float32');
const target = ({ attributes }: Node): number | undefined => (attributes['to']?.kind === 'int' ? attributes['to'].value : undefined);
const to = (dtype: 'float16' | 'float32') => ({ to: { kind: 'int', value: ONNX_TYPES[dtype] } }) as const;

const halfBytes = (constant: Constant): Uint8Array => new Uint8Array(toHalves(singlesOf(constant.read()), 'float16').buffer);
