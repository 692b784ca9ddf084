import { isKnown } from '../graph/dims.ts';
import type { Value } from '../graph/values.ts';
import { type Counted, variablesOf } from './inspect-variables.ts';
import type { Argument, LayerSpec, ModelSpec, TensorRef } from './spec.ts';
import type { Shapes } from './trace.ts';

/** null where a call decides. */
export type Shape = readonly (number | null)[];

/** A row of `model.summary()`. */
export interface InspectedLayer {
  readonly name: string;
  /** Class in Python. */
  readonly class: string;
  /** Of its last call; a list of shapes where it answers several tensors; null where it is not known. */
  readonly outputShape: Shape | readonly Shape[] | null;
  /** Elements of its variables, those of the layers in it included. */
  readonly params: number;
  readonly trainable: boolean;
  /** Names of the layers whose answers it is called with, each once. */
  readonly connectedTo: readonly string[];
  /** The same tensor by tensor, as the table of Keras has it: `layer[call][tensor]`. */
  readonly connections: readonly string[];
  /** The rows of a model that is a layer, and of a Pipeline. */
  readonly layers?: readonly InspectedLayer[];
}

/**
 * The rows of a model and of the models in it.
 *
 * @see keras/src/utils/summary_utils.py, `print_summary`
 */
export const rowsOf = (model: ModelSpec, shapes: Shapes, counted: Counted): InspectedLayer[] => listed(model).map((layer) => rowOf(layer, shapes, counted));

/** A Sequential does not list the input that it begins with (keras/src/models/sequential.py, `layers`). */
const listed = ({ kind, layers }: ModelSpec): readonly LayerSpec[] =>
  kind === 'sequential' && layers[0]?.resolved.kind === 'input' ? layers.slice(1) : layers;

/** The one layer besides models that has `layers` in Keras. */
const pipelined = ({ resolved, inner }: LayerSpec): readonly LayerSpec[] =>
  resolved.kind === 'layer' && resolved.definition.keras === 'Pipeline' ? (inner?.get('layers') ?? []) : [];

function rowOf(layer: LayerSpec, shapes: Shapes, counted: Counted): InspectedLayer {
  const refs = layer.nodes.flatMap(({ args, kwargs }) => [...args, ...sortedValues(kwargs)].flatMap(refsIn));
  const inside = layer.model === undefined ? pipelined(layer) : listed(layer.model);
  return {
    name: layer.name,
    class: classOf(layer),
    outputShape: shapeOf(layer, shapes.get(layer.object.pointer)),
    params: [...variablesOf(layer, counted).values()].reduce((sum, { size }) => sum + size, 0),
    trainable: isTrainable(layer, counted.writer),
    connectedTo: [...new Set(refs.map((ref) => ref.layer))],
    connections: refs.map(({ layer: from, node, tensor }) => `${from}[${node}][${tensor}]`),
    ...(inside.length > 0 ? { layers: inside.map((each) => rowOf(each, shapes, counted)) } : {}),
  };
}

/** A file may name a class by any public name that Keras has for it. */
function classOf({ resolved, object }: LayerSpec): string {
  if (resolved.kind === 'layer') return resolved.definition.python ?? resolved.definition.keras;
  if (resolved.kind === 'model') return resolved.sequential ? 'Sequential' : 'Functional';
  return object.className;
}

function shapeOf(layer: LayerSpec, answers: readonly Value[] | undefined): InspectedLayer['outputShape'] {
  if (answers === undefined) return inputShape(layer);
  const shapes = answers.map(({ dims }) => dims.map((dim) => (isKnown(dim) ? dim : null)));
  return shapes.length === 1 ? (shapes[0] as Shape) : shapes;
}

function inputShape({ resolved, object }: LayerSpec): Shape | null {
  const shape = object.config['batch_shape'] ?? object.config['batch_input_shape'];
  const good = (item: unknown): item is number | null => item === null || typeof item === 'number';
  return resolved.kind === 'input' && Array.isArray(shape) && shape.every(good) ? shape : null;
}

/** Neither generation tells a Sequential, nor Keras 2 a Functional model, what its config says of it (`from_config` of both). */
function isTrainable({ resolved, object }: LayerSpec, writer: 2 | 3): boolean {
  return (resolved.kind === 'model' && (resolved.sequential || writer === 2)) || object.config['trainable'] !== false;
}

/** In the order in which `tree.flatten` meets them. */
const sortedValues = (entries: Readonly<Record<string, Argument>>): Argument[] =>
  Object.keys(entries)
    .sort()
    .map((key) => entries[key] as Argument);

function refsIn(argument: Argument): TensorRef[] {
  if (argument.kind === 'tensor') return [argument.ref];
  if (argument.kind === 'list') return argument.items.flatMap(refsIn);
  if (argument.kind === 'map') return sortedValues(argument.entries).flatMap(refsIn);
  if (argument.kind === 'slice') return [argument.start, argument.stop, argument.step].flatMap(refsIn);
  return [];
}
