import type { Graph, Node } from '../values.ts';

/** Drops nodes and constants that no output and no guard needs. Inputs stay: they are the model's face. */
export function prune(graph: Graph): Graph {
  const needed = new Set([...graph.outputs, ...graph.guards].map(({ value }) => value.id));
  const nodes: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some(({ id }) => needed.has(id))) continue;
    for (const input of node.inputs) if (input !== null) needed.add(input.id);
    nodes.push(node);
  }
  return { ...graph, nodes: nodes.reverse(), constants: graph.constants.filter(({ value }) => needed.has(value.id)) };
}
