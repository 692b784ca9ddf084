import type { Attribute, Constant, Graph, NamedValue, Value } from '../graph/values.ts';

/** Constants that are compared by their bytes; larger ones are weights, which are compared by where they come from. */
const SMALL = 4096;

/** Whether two descriptions mean the same numbers to our compiler: the same operations on the same weights, in the same order. */
export const sameGraph = (a: Graph, b: Graph): boolean => textOf(a) === textOf(b);

function textOf({ inputs, outputs, nodes, constants, guards, steps = [] }: Graph): string {
  return JSON.stringify([
    inputs.map(named),
    outputs.map(named),
    nodes.map((node) => [
      node.op,
      node.inputs.map((value) => value && valued(value)),
      node.outputs.map(valued),
      Object.entries(node.attributes).map(attribute),
    ]),
    constants.map(constant),
    guards.map(({ value, code }) => [valued(value), code]),
    steps.map(({ operation, options, inputs: taken, output, after }) => [operation, options, taken.map(valued), valued(output), after]),
  ]);
}

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
