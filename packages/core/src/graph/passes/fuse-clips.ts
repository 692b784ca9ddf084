import type { Constant, Graph, Node } from '../values.ts';
import { Edit } from './edit.ts';
import { usesIn } from './integers.ts';

/** One Clip for Relu and Min with a number: ReLU6. ONNX Runtime can do a Clip inside of the convolution before it; NaN stays NaN in both. */
export function fuseClips(graph: Graph): Graph {
  const edit = new Edit(graph);
  const uses = usesIn(graph);
  const relus = new Map<string, Node>();
  for (const node of graph.nodes) {
    const [a, b] = node.inputs;
    const [output] = node.outputs;
    const relu = node.op === 'Min' && node.inputs.length === 2 ? relus.get(a?.id ?? '') : undefined;
    const x = relu?.inputs[0];
    if (output !== undefined && a && b && x && uses.get(a.id) === 1 && isCeiling(edit.constantOf(b))) {
      const zero = edit.constant('zero', 'float32', [], () => new Uint8Array(4));
      edit.add('Clip', [edit.find(x), zero, b], output, {}, node.origin);
      continue;
    }
    if (node.op === 'Relu' && output?.dtype === 'float32') relus.set(output.id, node);
    edit.keep(node);
  }
  return edit.finish();
}

/** A float32 scalar that is not below the floor of a Relu. */
function isCeiling(constant: Constant | undefined): boolean {
  if (constant === undefined || constant.value.dtype !== 'float32' || constant.value.dims.length > 0) return false;
  const bytes = constant.read();
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true) >= 0;
}
