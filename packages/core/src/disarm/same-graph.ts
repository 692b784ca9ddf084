import type { Attribute, Constant, Graph, NamedValue, Node, StageNode, Value } from '../graph/values.ts';

/** Constants that are compared by their bytes; larger ones are weights, which are compared by where they come from. */
const SMALL = 4096;

/**
 * Whether two descriptions mean the same numbers to our compiler: the same operations on the same weights, in the same order.
 *
 * @returns undefined where they do; else the layer where they first differ, or '' where it is none of one layer.
 */
export function differsAt(a: Graph, b: Graph): string | undefined {
  for (const [n, node] of a.nodes.entries()) {
    const other = b.nodes[n];
    if (other === undefined || nodeText(node) !== nodeText(other)) return node.origin;
  }
  return textOf(a) === textOf(b) ? undefined : '';
}

function textOf({ inputs, outputs, nodes, constants, guards, steps = [] }: Graph): string {
  return JSON.stringify([
    inputs.map(named),
    outputs.map(named),
    nodes.map(nodeText),
    constants.map(constant),
    guards.map(({ value, code }) => [valued(value), code]),
    steps.map(step),
  ]);
}

const nodeText = ({ op, inputs, outputs, attributes }: Node): string =>
  JSON.stringify([op, inputs.map((value) => value && valued(value)), outputs.map(valued), Object.entries(attributes).map(attribute)]);

/** Tables are what the options and assets make of them, and those are the same. */
const step = ({ operation, options, inputs, output, after }: StageNode): unknown => [operation, options, inputs.map(valued), valued(output), after];

const valued = ({ id, dtype, dims }: Value): unknown => [id, dtype, dims];
const named = ({ name, value, as }: NamedValue): unknown => [name, valued(value), as ?? null];
const constant = ({ value, bytes, read }: Constant): unknown => [valued(value), bytes, bytes <= SMALL ? [...read()] : null];

function attribute([name, given]: readonly [string, Attribute]): unknown {
  if (given.kind === 'graph') return [name, textOf(given.value), given.captures];
  const { value } = given;
  return [name, given.kind, Array.isArray(value) ? value.map(exact) : exact(value)];
}

/** JSON has no infinities. */
const exact = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
