import { GraphBuilder } from '../graph/builder.ts';
import { type Dim, symbol } from '../graph/dims.ts';
import { expectRunnable } from '../graph/expect-runnable.ts';
import { type Graph, type NamedValue, type Value, withMask } from '../graph/values.ts';
import { type DType, isFloat } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import { callLayer } from './call.ts';
import { callOperation } from './call-operation.ts';
import { broken, executionOrder, nodeKey } from './execution-order.ts';
import { type Operand, valuesIn } from './operand.ts';
import { readInput } from './read.ts';
import type { Nest } from './site.ts';
import { UniqueNames } from './snake.ts';
import type { Argument, InputSpec, LayerSpec, ModelSpec, TensorRef } from './spec.ts';
import { States } from './states.ts';
import { readPolicy } from './type-policy.ts';
import { type WeightPaths, weightPaths } from './weight-paths.ts';
import type { WeightSource } from './weight-source.ts';

/** What each layer answered, by pointer into the config: for `inspect`. */
export type Shapes = Map<string, readonly Value[]>;

export interface Trace {
  readonly graph: Graph;
  /** Names of its inputs that are states, the last ones; their next values are the last outputs. */
  readonly states: readonly string[];
  readonly shapes: Shapes;
}

/** What stays the same while a model and the models in it are traced. */
interface Context {
  readonly g: GraphBuilder;
  readonly weights: WeightSource;
  readonly shapes: Shapes;
  readonly writer: 2 | 3;
  readonly paths: WeightPaths;
  readonly states: States;
  /** Tensors whose mask an attention layer has taken off: in Keras the mask hangs on the tensor, for whoever comes next. */
  readonly unmasked: Set<string>;
  /** Whether what does not compile is passed over, for `traceShapes`. */
  readonly partial: boolean;
}

/**
 * Calls every layer of a model once for each of its nodes, as Keras does when it rebuilds a model, and so writes the graph.
 *
 * @param shapes - filled layer by layer, so that it tells how far a model came that does not compile.
 * @returns a graph whose inputs and outputs carry the model's names, batch first.
 * @throws the codes of the layers; HG_ARTIFACT_GRAPH for a cycle or a reference to nothing.
 */
export function trace(model: ModelSpec, weights: WeightSource, writer: 2 | 3, shapes: Shapes = new Map()): Trace {
  return traceWith(model, settled(model, weights, writer), writer, shapes);
}

/** The weights of each layer, where the file has them in an order that only the whole model tells. @throws what `trace` throws. */
export const settled = (model: ModelSpec, weights: WeightSource, writer: 2 | 3): WeightSource =>
  weights.settle?.((asked) => void traceWith(model, asked, writer, new Map())) ?? weights;

/**
 * What the layers of a model answer, of each model in it too, as `model.summary()` says it: a model in a model tells what it answers to its own inputs,
 * not to those of a call. Goes on past what does not compile; what needs that has no entry.
 */
export function traceShapes(model: ModelSpec, weights: WeightSource, writer: 2 | 3): Shapes {
  const shapes: Shapes = new Map();
  const paths = weightPaths(model);
  const traceAll = (source: WeightSource): void => {
    for (const each of modelsIn(model))
      passOver(() => {
        const { context, inputs } = begin(each, { weights: source, shapes, writer, paths, partial: true });
        callModel(context, each, inputs);
      });
  };
  if (weights.settle === undefined) traceAll(weights);
  else passOver(() => weights.settle?.(traceAll));
  return shapes;
}

/** A model and those in it, each after the one around it. */
const modelsIn = (model: ModelSpec): ModelSpec[] => [model, ...model.layers.flatMap((layer) => (layer.model === undefined ? [] : modelsIn(layer.model)))];

function begin(model: ModelSpec, given: Omit<Context, 'g' | 'states' | 'unmasked'>): { readonly context: Context; readonly inputs: readonly Value[] } {
  const g = new GraphBuilder();
  const specs = modelInputs(model);
  const states = new States(g, [...specs.map(({ name }) => name), ...outputNames(model)]);
  return { context: { ...given, g, states, unmasked: new Set() }, inputs: specs.map((input) => inputValue(g, input)) };
}

function passOver<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (error instanceof HorngateError && error.code !== 'HG_INTERNAL') return undefined;
    throw error;
  }
}

function traceWith(model: ModelSpec, weights: WeightSource, writer: 2 | 3, shapes: Shapes): Trace {
  const { context, inputs } = begin(model, { weights, shapes, writer, paths: weightPaths(model), partial: false });
  const { g, states } = context;
  const values = callModel(context, model, inputs);
  const outputs = nameOutputs(model, values);
  const graph = g.finish([...outputs, ...states.outputs].map((output) => crossing(g, output)));
  expectRunnable(graph);
  return { graph, states: states.names, shapes: context.shapes };
}

/** A bfloat16 leaves the graph as float32, see `GraphBuilder.input`. */
function crossing(g: GraphBuilder, { name, value }: NamedValue): NamedValue {
  return value.dtype === 'bfloat16' ? { name, value: g.cast(value, 'float32'), as: 'bfloat16' } : { name, value };
}

const BATCH = symbol('batch');

function inputValue(g: GraphBuilder, { name, dtype, shape }: InputSpec): Value {
  if (shape.length === 0) throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compile the input "${name}" without a batch axis`);
  return g.input(
    name,
    dtype,
    shape.map((size, axis): Dim => size ?? (axis === 0 ? BATCH : symbol(`${name}_${axis}`))),
  );
}

/** The inputs of a model in the order of its ports, by the dict's keys where it has one. */
function modelInputs(model: ModelSpec): readonly InputSpec[] {
  if (model.kind === 'functional')
    return model.inputs.map(({ key, ref }) => {
      const layer = model.layers.find(({ name }) => name === ref.layer);
      if (layer?.resolved.kind !== 'input') throw broken(model, `the input "${ref.layer}" as an InputLayer`);
      const input = readInput(layer);
      return key === undefined ? input : { ...input, name: key };
    });
  const [first] = model.layers;
  if (first?.resolved.kind === 'input') return [readInput(first)];
  if (first?.model !== undefined) return modelInputs(first.model);
  if (model.kind === 'sequential' && model.firstInput !== undefined) return [model.firstInput];
  if (model.inputShape === undefined) throw broken(model, 'the shape of its input');
  return [{ name: 'input_layer', dtype: first?.resolved.kind === 'layer' ? computeOf(first) : 'float32', shape: model.inputShape }];
}

/** The type that a Sequential gives to the input that it makes: its first layer's (keras/src/models/sequential.py, `_maybe_rebuild`). */
function computeOf({ name, object }: LayerSpec): DType {
  return readPolicy(object.config['dtype'], `${object.pointer}/config/dtype`, name).compute;
}

/** What outputs may be called. */
const outputNames = (model: ModelSpec): readonly string[] => [
  ...model.layers.map(({ name }) => name),
  ...(model.kind === 'functional' ? model.outputs.flatMap(({ key }) => key ?? []) : []),
];

/** Outputs are named by the dict's keys, else by the layers they come from (`output_names`), made unique. */
function nameOutputs(model: ModelSpec, values: readonly Value[]): NamedValue[] {
  const names = new UniqueNames();
  const taken = new Set<string>();
  const last = model.layers.at(-1)?.name ?? 'output';
  return values.map((value, index) => {
    const port = model.kind === 'functional' ? model.outputs[index] : undefined;
    const wanted = port?.key ?? port?.ref.layer ?? last;
    // Keras counts each name by itself, and so gives `a_1` twice where a layer has that name already.
    let name = names.next(wanted);
    while (taken.has(name)) name = names.next(wanted);
    taken.add(name);
    return { name, value };
  });
}

function callModel(context: Context, model: ModelSpec, inputs: readonly Value[]): readonly Value[] {
  return model.kind === 'sequential' ? callSequential(context, model, inputs) : callFunctional(context, model, inputs);
}

function callSequential(context: Context, model: ModelSpec & { kind: 'sequential' }, inputs: readonly Value[]): readonly Value[] {
  let values: readonly Value[] = inputs.map((value) => sequentialInput(context.g, model, value));
  for (const layer of model.layers) {
    if (layer.resolved.kind === 'input') continue;
    const [only] = values;
    const args: Operand[] =
      values.length === 1 && only ? [{ kind: 'value', value: only }] : [{ kind: 'list', items: values.map((value) => ({ kind: 'value', value })) }];
    values = callOne(context, layer, args, {});
  }
  return values;
}

/** A Sequential casts like any layer, by its own policy, and then to the type that its InputLayer declares; a Functional does only the latter. */
function sequentialInput(g: GraphBuilder, model: ModelSpec & { kind: 'sequential' }, value: Value): Value {
  const [first] = model.layers;
  const cast = isFloat(value.dtype) && isFloat(model.compute) ? g.cast(value, model.compute) : value;
  return withMask(first?.resolved.kind === 'input' ? g.cast(cast, readInput(first).dtype) : cast, value.mask);
}

function callFunctional(context: Context, model: ModelSpec & { kind: 'functional' }, inputs: readonly Value[]): readonly Value[] {
  if (inputs.length !== model.inputs.length) throw broken(model, `${model.inputs.length} inputs`);
  if (new Set(model.inputs.map(({ ref }) => ref.layer)).size !== model.inputs.length) throw broken(model, 'an InputLayer for each input');
  const results = new Map<string, readonly Value[]>();
  model.inputs.forEach(({ ref }, index) => {
    results.set(nodeKey(ref.layer, 0), [adjustRank(context.g, model, ref, inputs[index] as Value)]);
  });
  const find = (ref: TensorRef): Value => {
    const value = results.get(nodeKey(ref.layer, ref.node))?.[ref.tensor];
    if (value === undefined) throw broken(model, `a tensor of layer "${ref.layer}", call ${ref.node}, output ${ref.tensor}`);
    return context.unmasked.has(value.id) ? withMask(value, undefined) : value;
  };
  const outputs = model.outputs.map(({ ref }) => outputRef(model, ref));
  for (const { layer, index, node } of executionOrder(model, outputs)) {
    if (node === undefined) continue;
    const call = (): void => {
      const args = node.args.map((argument) => operandOf(argument, find));
      const kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([name, argument]) => [name, operandOf(argument, find)]));
      results.set(nodeKey(layer.name, index), callOne(context, layer, args, kwargs));
    };
    if (context.partial) passOver(call);
    else call();
  }
  for (const layer of model.layers) keepLast(context.shapes, layer, results);
  return outputs.map(find);
}

/** Of a layer that is called several times, the last of its calls tells its shape (keras/src/utils/summary_utils.py, `format_layer_shape`). */
function keepLast(shapes: Shapes, { name, object, nodes }: LayerSpec, results: ReadonlyMap<string, readonly Value[]>): void {
  const last = results.get(nodeKey(name, nodes.length - 1));
  if (nodes.length > 1 && last !== undefined) shapes.set(object.pointer, last);
}

/** In `output_layers`, and only there, the calls of a Functional model are counted from 1 (functional.py: "start out with a built-in node"). */
function outputRef(model: ModelSpec & { kind: 'functional' }, ref: TensorRef): TensorRef {
  const layer = model.layers.find(({ name }) => name === ref.layer);
  return layer?.model?.kind === 'functional' ? { ...ref, node: ref.node - 1 } : ref;
}

/** Keras drops or adds a last axis of 1 where the rank of an input is one off, and casts to the declared type (functional.py, `_standardize_inputs`). */
function adjustRank(g: GraphBuilder, model: ModelSpec & { kind: 'functional' }, ref: TensorRef, value: Value): Value {
  const layer = model.layers.find(({ name }) => name === ref.layer);
  if (layer?.resolved.kind !== 'input') throw broken(model, `the input "${ref.layer}" as an InputLayer`);
  const { dtype, shape } = readInput(layer);
  const typed = withMask(g.cast(value, dtype), value.mask);
  const rank = value.dims.length;
  if (shape.length === rank) return typed;
  if (shape.length === rank - 1 && value.dims.at(-1) === 1) return withMask(g.reshape(typed, value.dims.slice(0, -1)), value.mask);
  if (shape.length === rank + 1 && shape.at(-1) === 1) return withMask(g.reshape(typed, [...value.dims, 1]), value.mask);
  throw new HorngateError('HG_ARTIFACT_SHAPE', `Cannot call the model as its input "${ref.layer}" must have rank ${shape.length}: found rank ${rank}`);
}

function operandOf(argument: Argument, find: (ref: TensorRef) => Value): Operand {
  switch (argument.kind) {
    case 'tensor':
      return { kind: 'value', value: find(argument.ref) };
    case 'list':
      return { kind: 'list', items: argument.items.map((item) => operandOf(item, find)) };
    case 'map':
      return { kind: 'map', entries: Object.fromEntries(Object.entries(argument.entries).map(([key, item]) => [key, operandOf(item, find)])) };
    case 'slice':
      return { kind: 'slice', start: operandOf(argument.start, find), stop: operandOf(argument.stop, find), step: operandOf(argument.step, find) };
    default:
      return argument;
  }
}

function callOne(context: Context, layer: LayerSpec, args: readonly Operand[], kwargs: Readonly<Record<string, Operand>>): readonly Value[] {
  const { g, weights, writer } = context;
  const path = context.paths.get(layer) ?? '';
  const { resolved } = layer;
  const outer = g.origin;
  g.origin = layer.name;
  const nest: Nest = {
    states: context.states,
    pathOf: (inner) => context.paths.get(inner) ?? '',
    call: (inner, ...given) => callOne(context, inner, ...given),
  };
  try {
    const values = ((): readonly Value[] => {
      switch (resolved.kind) {
        case 'layer':
          return callLayer({ g, weights, writer, path, layer, args, kwargs, nest }, resolved.definition);
        case 'operation':
          return callOperation({ g, weights, writer, path, layer, args, kwargs, nest }, resolved.definition);
        case 'model':
          return callInner(context, layer, args, kwargs);
        case 'missing':
          throw new HorngateError(resolved.code, resolved.message, { where: { member: 'config.json', pointer: layer.object.pointer } });
        case 'input':
          throw new HorngateError('HG_ARTIFACT_GRAPH', 'Cannot call an InputLayer');
      }
    })();
    context.shapes.set(layer.object.pointer, values);
    if (resolved.kind === 'layer' && resolved.definition.takesMasksOff === true && writer === 3)
      for (const { id } of [...args, ...Object.values(kwargs)].flatMap(valuesIn)) context.unmasked.add(id);
    for (const { id, mask } of values) if (mask !== undefined) context.unmasked.delete(id);
    return values;
  } catch (error) {
    throw placed(error, layer);
  } finally {
    g.origin = outer;
  }
}

function callInner(context: Context, layer: LayerSpec, args: readonly Operand[], kwargs: Readonly<Record<string, Operand>>): readonly Value[] {
  const { model } = layer;
  if (model === undefined) throw new HorngateError('HG_INTERNAL', 'Cannot find the model in the layer');
  for (const [name, value] of Object.entries(kwargs))
    if (name !== 'mask' && !(value.kind === 'json' && (value.value === null || value.value === false || overruled(context, name))))
      throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot call a model with "${name}"`);
  const masks = valuesIn(kwargs['mask']);
  const values = args.flatMap(flat).map((value, index) => withMask(value, masks[index] ?? value.mask));
  return callModel(context, model, values);
}

/** As in `callLayer`: what Keras 3 has frozen as `training` gives way to what `predict` says. */
const overruled = ({ writer }: Context, name: string): boolean => name === 'training' && writer === 3;

const flat = (operand: Operand): readonly Value[] => {
  if (operand.kind === 'value') return [operand.value];
  if (operand.kind === 'list') return operand.items.flatMap(flat);
  if (operand.kind === 'map')
    return Object.keys(operand.entries)
      .sort()
      .flatMap((key) => flat(operand.entries[key] as Operand));
  throw new HorngateError('HG_UNSUPPORTED_FIELD', 'Cannot call a model with a constant');
};

/** A shape error of the graph does not know the file: give it the layer's place. */
function placed(error: unknown, layer: LayerSpec): unknown {
  if (!(error instanceof HorngateError) || error.where.pointer !== undefined) return error;
  return new HorngateError(error.code, `${error.message} (layer "${layer.name}")`, { where: { member: 'config.json', pointer: layer.object.pointer } });
}
