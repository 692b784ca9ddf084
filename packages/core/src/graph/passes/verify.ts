import { asHorngateError } from '../../words/error.ts';
import { allKnown, type Dims, dimText, multiplyDims, sameDims } from '../dims.ts';
import { OPERATORS } from '../operators/index.ts';
import type { Inference, Operator, Outline } from '../operators/operator.ts';
import { bodyOf, type Graph, type Node, type Value } from '../values.ts';
import { bug } from './edit.ts';
import { constantsById, integersIn } from './integers.ts';

/** Operators whose dims may depend on data: the graph's word counts where nothing can be inferred. */
const DECLARABLE = new Set(['Expand', 'NonZero', 'Pad', 'Range', 'Reshape', 'Resize', 'Slice', 'TopK', 'Unique']);

/**
 * Checks that a graph is what it says: every value is made once and before it is read, every node is in the operator table with its attributes
 * and number of inputs, and types and dims are those that the table infers from the inputs, as far as they can be inferred.
 *
 * @param after - the pass that made it, for the message.
 * @throws HG_INTERNAL, since only our own passes write graphs.
 */
export function verify(graph: Graph, after = 'tracing'): void {
  try {
    check(graph);
  } catch (error) {
    throw bug(`Cannot go on with the graph after ${after}: ${asHorngateError(error).message}`);
  }
}

type Integers = (value: Value | null | undefined) => readonly number[] | undefined;

function check(graph: Graph, integers: Integers = integersIn(constantsById(graph))): void {
  const made = new Map<string, Value>();
  for (const { value } of [...graph.inputs, ...graph.constants]) define(made, value);
  for (const node of graph.nodes) {
    for (const input of node.inputs) if (input !== null) expectSame(made, input, node.op);
    checkNode(node, integers);
    checkBody(node, integers);
    for (const output of node.outputs) define(made, output);
  }
  for (const { value } of [...graph.outputs, ...graph.guards]) expectSame(made, value, 'the outputs');
  for (const { value } of graph.guards) if (value.dtype !== 'bool' || value.dims.length > 0) throw bug(`the guard "${value.id}" is no boolean scalar`);
}

/** A body is a graph as any other; constants that it captures are what they are outside. */
function checkBody(node: Node, integers: Integers): void {
  const body = bodyOf(node);
  if (body === undefined) return;
  const outside = new Map(body.value.inputs.map(({ value }, index) => [value.id, node.inputs[index]]));
  check(body.value, (value) => (value ? integers(outside.get(value.id)) : undefined));
}

function define(made: Map<string, Value>, value: Value): void {
  if (made.has(value.id)) throw bug(`"${value.id}" is made twice`);
  made.set(value.id, value);
}

function expectSame(made: ReadonlyMap<string, Value>, value: Value, reader: string): void {
  const source = made.get(value.id);
  if (source === undefined) throw bug(`"${value.id}" is read by ${reader} before it is made`);
  if (source === value) return;
  if (source.dtype !== value.dtype || !sameDims(source.dims, value.dims))
    throw bug(`"${value.id}" is read by ${reader} as ${outline(value)}: ${outline(source)}`);
}

function checkNode(node: Node, integers: Integers): void {
  const operator = OPERATORS.get(node.op);
  if (operator === undefined) throw bug(`"${node.op}" is not in the operator table`);
  const [least, most] = operator.arity;
  if (node.inputs.length < least || node.inputs.length > most) throw bug(`"${node.op}" has ${node.inputs.length} inputs`);
  for (const name of Object.keys(node.attributes)) if (!operator.attributes.includes(name)) throw bug(`"${node.op}" has an attribute "${name}"`);
  const inferred = infer(operator, node, (index) => integers(node.inputs[index]));
  node.outputs.forEach((output, index) => {
    const wanted = inferred[index];
    if (wanted === undefined) throw bug(`"${node.op}" has no output ${index}`);
    if (wanted.dtype !== output.dtype || !sameDims(wanted.dims, output.dims)) throw bug(`"${node.op}" gives ${outline(wanted)}: it says ${outline(output)}`);
  });
}

function infer(operator: Operator, node: Node, integers: Inference['integers']): readonly Outline[] {
  const inference: Inference = { op: node.op, inputs: node.inputs, attributes: node.attributes, count: node.outputs.length, integers, declared: undefined };
  const said = node.outputs[0]?.dims;
  if (!DECLARABLE.has(node.op) || said === undefined) return operator.infer(inference);
  if (node.op === 'Reshape') checkElements(node.inputs[0]?.dims ?? [], said);
  // With `allowzero` a 0 is a size, which the table would take for "as it was".
  if (node.attributes['allowzero'] === undefined) {
    try {
      return operator.infer(inference);
    } catch {
      // What cannot be inferred is taken as it was declared, below.
    }
  }
  return operator.infer({ ...inference, declared: said });
}

function checkElements(from: Dims, to: Dims): void {
  if (allKnown(from) && allKnown(to) && multiplyDims(from) !== multiplyDims(to)) throw bug(`a Reshape makes [${to.join(', ')}] of [${from.join(', ')}]`);
}

const outline = ({ dtype, dims }: { readonly dtype: string; readonly dims: Dims }): string => `${dtype}[${dims.map(dimText).join(', ')}]`;
