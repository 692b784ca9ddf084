import type { Graph } from '../values.ts';
import { Edit } from './edit.ts';

/**
 * Puts a Reshape that changes nothing between a Transpose and a Resize that interpolates.
 *
 * ONNX Runtime 1.30 moves the Transpose behind the Resize, whatever the order of the axes, and then refuses to run its own node, as it interpolates over the last
 * axes only. It does not move anything past a Reshape.
 */
export function shieldResizes(graph: Graph): Graph {
  const edit = new Edit(graph);
  const transposed = new Set(graph.nodes.flatMap(({ op, outputs }) => (op === 'Transpose' ? outputs.map(({ id }) => id) : [])));
  for (const node of graph.nodes) {
    const [x] = node.inputs;
    const interpolates = node.op === 'Resize' && (node.attributes['mode']?.value ?? 'nearest') !== 'nearest';
    if (!x || !interpolates || !transposed.has(x.id)) {
      edit.keep(node);
      continue;
    }
    const same = edit.add('Reshape', [x, edit.ints(x.dims.map(() => 0))], edit.value(x.dtype, x.dims), {}, node.origin);
    edit.nodes.push({ ...node, inputs: [same, ...node.inputs.slice(1)] });
  }
  return edit.finish();
}
