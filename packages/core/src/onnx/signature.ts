import type { Dims } from '../graph/dims.ts';
import type { Graph, NamedValue } from '../graph/values.ts';
import type { Guard, Signature, Stage, TensorSpec } from '../words/program.ts';
import { type Names, namesOf } from './names.ts';

/** The signature of a Program of one graph: one stage that maps the names in the ONNX file to the model's own. */
export function signatureOf(graph: Graph, name: string): Signature {
  const names = namesOf(graph);
  const guards = graph.guards.map(({ code, message }, index): Guard => ({ output: names.guards[index] ?? '', code, message }));
  const stage: Stage = { kind: 'graph', graph: name, inputs: renames(names.inputs, graph.inputs), outputs: renames(names.outputs, graph.outputs), guards };
  return { inputs: graph.inputs.map((value) => specOf(value, names)), outputs: graph.outputs.map((value) => specOf(value, names)), stages: [stage] };
}

function renames(own: readonly string[], values: readonly NamedValue[]): Record<string, string> {
  return Object.fromEntries(values.map(({ name }, index) => [own[index] ?? '', name]));
}

function specOf({ name, value, as }: NamedValue, names: Names): TensorSpec {
  return { name, dtype: as ?? value.dtype, shape: shapeOf(value.dims, names) };
}

const shapeOf = (dims: Dims, names: Names): readonly (number | string)[] => dims.map((dim) => names.dim(dim));
