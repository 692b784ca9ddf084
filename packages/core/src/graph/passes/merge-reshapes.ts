import { type Dims, isKnown, sameDim, sameDims } from '../dims.ts';
import type { Graph, Node, Value } from '../values.ts';
import { Edit } from './edit.ts';
import { keepsOrder } from './permutation.ts';

/** One Reshape for several in a row, and a Reshape for a Transpose that only moves axes of size 1: both keep the elements in their order. */
export function mergeReshapes(graph: Graph): Graph {
  const edit = new Edit(graph);
  const sources = new Map<string, Value>();
  for (const node of graph.nodes) {
    const [input, output] = [node.inputs[0], node.outputs[0]];
    if (!input || output === undefined || !keepsElements(node)) {
      edit.keep(node);
      continue;
    }
    const direct = edit.find(input);
    const source = sources.get(direct.id) ?? direct;
    sources.set(output.id, source);
    merge(edit, node, source, output);
  }
  return edit.finish();
}

function merge(edit: Edit, node: Node, source: Value, output: Value): void {
  const target = reshapeTarget(source.dims, output.dims);
  if (sameDims(source.dims, output.dims)) edit.replace(output, source);
  else if (target !== undefined) edit.add('Reshape', [source, edit.ints(target)], output, {}, node.origin);
  else edit.keep(node);
}

function keepsElements({ op, inputs, attributes }: Node): boolean {
  const perm = attributes['perm'];
  return op === 'Reshape' || (op === 'Transpose' && perm?.kind === 'ints' && keepsOrder(inputs[0]?.dims ?? [], perm.value));
}

/** The shape operand of a Reshape: a size, 0 for "as it was", -1 for the only one that is left; undefined where more than one is left. */
function reshapeTarget(from: Dims, to: Dims): readonly number[] | undefined {
  const target = to.map((dim, axis) => (isKnown(dim) ? dim : sameDim(dim, from[axis] ?? -1) ? 0 : -1));
  return target.filter((size) => size === -1).length > 1 || to.some((dim) => dim === 0) ? undefined : target;
}
