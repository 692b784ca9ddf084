import type { Graph, Node } from '../values.ts';
import { Edit } from './edit.ts';

/** Drops nodes that hand on what they get: Identity, and Cast to the type that is there. An output keeps its Identity where no node of its own would make it. */
export function dropIdentities(graph: Graph): Graph {
  const edit = new Edit(graph);
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs.map(({ id }) => id)));
  const ends = new Set([...graph.outputs, ...graph.guards].map(({ value }) => value.id));
  for (const node of graph.nodes) {
    const [input, output] = [node.inputs[0], node.outputs[0]];
    const source = input && isIdentity(node) ? edit.find(input) : undefined;
    const end = output !== undefined && ends.has(output.id);
    if (source === undefined || output === undefined || (end && (!made.has(source.id) || ends.has(source.id)))) edit.keep(node);
    else {
      edit.replace(output, source);
      if (end) ends.add(source.id);
    }
  }
  return edit.finish();
}

const isIdentity = ({ op, inputs, outputs }: Node): boolean => op === 'Identity' || (op === 'Cast' && inputs[0]?.dtype === outputs[0]?.dtype);
