import type { Graph } from '../values.ts';
import { Edit } from './edit.ts';

/**
 * Writes the axes of every Pad out, though they are all axes.
 *
 * ONNX Runtime 1.30 takes a Pad of zeros before a MaxPool for the pool's own padding (its PadFusion), which is -inf: a wrong number wherever a border has only
 * negative values. It leaves a Pad with axes alone.
 */
export function spellPads(graph: Graph): Graph {
  const edit = new Edit(graph);
  for (const node of graph.nodes) {
    const [x = null, pads = null, fill = null, axes] = node.inputs;
    if (node.op !== 'Pad' || axes !== undefined || x === null) edit.keep(node);
    else edit.nodes.push({ ...node, inputs: [x, pads, fill, edit.ints(x.dims.map((_, axis) => axis))] });
  }
  return edit.finish();
}
