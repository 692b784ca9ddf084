import type { Graph, Node } from '../values.ts';
import { prune } from './prune.ts';
import { Sink } from './sink.ts';
import { SINKING } from './sinking.ts';

/**
 * Moves every Transpose down, past operators that can work in the order of axes that they get, until it meets its inverse or an operator that cannot.
 *
 * A channels-last network, whose convolutions each stand between two Transpose nodes, so keeps one at its input and one at its end.
 * Nothing is gained where a network branches after a Transpose without meeting another; then the graph stays as it was.
 */
export function sinkTransposes(graph: Graph): Graph {
  const sink = new Sink(graph);
  for (const node of graph.nodes) visit(sink, node);
  const sunk = prune(sink.finish());
  return transposes(sunk) < transposes(prune(graph)) ? sunk : graph;
}

const transposes = ({ nodes }: Graph): number => nodes.filter(({ op }) => op === 'Transpose').length;

function visit(sink: Sink, node: Node): void {
  const rule = node.inputs.some((input) => sink.view(input) !== undefined) ? SINKING.get(node.op) : undefined;
  if (rule?.(sink, node) || (node.op === 'Transpose' && sink.transpose(node))) return;
  sink.edit.nodes.push({ ...node, inputs: node.inputs.map((input) => (input === null ? null : sink.real(input))) });
}
