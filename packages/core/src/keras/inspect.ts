import { dimText, isKnown } from '../graph/dims.ts';
import type { NamedValue } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import type { TensorSpec } from '../words/program.ts';
import type { OpenedKeras } from './open-keras.ts';
import type { Argument, LayerSpec, ModelSpec } from './spec.ts';
import { type Shapes, settled, type Trace, trace } from './trace.ts';
import { type WeightPaths, weightPaths } from './weight-paths.ts';
import { isIdle, type WeightSource } from './weight-source.ts';

/** What `horngate inspect` prints: what `model.summary()` says, without Python. */
export interface Inspection {
  readonly format: string;
  /** The version that the file claims, and the generation of Keras whose meanings were followed for it. */
  readonly producer: { readonly keras: string | null; readonly meanings: 2 | 3 };
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly layers: readonly InspectedLayer[];
  readonly params: Params;
  /** Layers anywhere in it that scale what is fed (Rescaling, Normalization): without one, a model may expect a scale that is not in the file. */
  readonly preprocessing: readonly string[];
  readonly runs: boolean;
  /** Why it does not run, where it is not a missing class. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
  readonly missing: readonly { readonly class: string; readonly pointer: string; readonly code: string }[];
}

export interface Params {
  readonly total: number;
  readonly trainable: number;
  readonly nonTrainable: number;
}

export interface InspectedLayer {
  readonly name: string;
  readonly class: string;
  readonly outputShape: readonly (number | null)[] | null;
  readonly params: number;
  readonly trainable: boolean;
  readonly connectedTo: readonly string[];
}

const PREPROCESSING: readonly string[] = ['Rescaling', 'Normalization'];

/** Describes a model, also one that does not compile: shapes are null from there on, parameters are counted in the weights file. */
export function inspectKeras(keras: OpenedKeras): Inspection {
  const shapes: Shapes = new Map();
  const traced = tryTrace(keras, shapes);
  const paths = weightPaths(keras.model);
  const leaves = allLayers(keras.model);
  const weights = attempt(() => settled(keras.model, keras.weights, keras.writer)) ?? keras.weights;
  const counts = leaves.map((layer) => countOf(weights, paths, layer));
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  const trainable = counts.reduce((sum, count) => sum + count.trainable, 0);
  return {
    format: keras.format,
    producer: { keras: keras.producer ?? null, meanings: keras.writer },
    inputs: 'graph' in traced ? own(traced.graph.inputs, traced).map(specOf) : [],
    outputs: 'graph' in traced ? own(traced.graph.outputs, traced).map(specOf) : [],
    layers: keras.model.layers.map((layer) => describe(layer, weights, paths, shapes)),
    params: { total, trainable, nonTrainable: total - trainable },
    preprocessing: leaves.map(({ object }) => object.className).filter((name) => PREPROCESSING.includes(name)),
    runs: 'graph' in traced,
    refusal: 'code' in traced ? { code: traced.code, message: traced.message } : null,
    missing: leaves.flatMap(({ resolved, object }) =>
      resolved.kind === 'missing' ? [{ class: object.className, pointer: object.pointer, code: resolved.code }] : [],
    ),
  };
}

/** Undefined where the file stops it: then it is counted as far as it can be. */
function attempt<T>(step: () => T): T | undefined {
  const result = tryStep(step);
  return result instanceof HorngateError ? undefined : result;
}

/** Inputs or outputs without those of the state, which stand last. */
const own = (values: readonly NamedValue[], { states }: Trace): readonly NamedValue[] => values.slice(0, values.length - states.length);

const tryTrace = (keras: OpenedKeras, shapes: Shapes): ReturnType<typeof trace> | HorngateError =>
  tryStep(() => trace(keras.model, keras.weights, keras.writer, shapes));

function tryStep<T>(step: () => T): T | HorngateError {
  try {
    return step();
  } catch (error) {
    if (error instanceof HorngateError && error.code !== 'HG_INTERNAL') return error;
    throw error;
  }
}

const specOf = ({ name, value, as }: NamedValue): TensorSpec => ({
  name,
  dtype: as ?? value.dtype,
  shape: value.dims.map((dim) => (isKnown(dim) ? dim : dimText(dim))),
});

/** Every layer that is no model, those in models and in other layers included. */
const allLayers = (model: ModelSpec): LayerSpec[] => model.layers.flatMap(leavesOf);

const leavesOf = (layer: LayerSpec): LayerSpec[] =>
  layer.model === undefined ? [layer, ...[...(layer.inner?.values() ?? [])].flat().flatMap(leavesOf)] : allLayers(layer.model);

function describe(layer: LayerSpec, weights: WeightSource, paths: WeightPaths, shapes: Shapes): InspectedLayer {
  const [output] = shapes.get(layer.object.pointer) ?? [];
  return {
    name: layer.name,
    class: layer.object.className,
    outputShape: output === undefined ? inputShape(layer) : output.dims.map((dim) => (isKnown(dim) ? dim : null)),
    params: leavesOf(layer).reduce((sum, each) => sum + countOf(weights, paths, each).total, 0),
    trainable: layer.object.config['trainable'] !== false,
    connectedTo: [...new Set(layer.nodes.flatMap(({ args, kwargs }) => [...args, ...Object.values(kwargs)].flatMap(sources)))],
  };
}

function inputShape({ resolved, object }: LayerSpec): readonly (number | null)[] | null {
  const shape = object.config['batch_shape'] ?? object.config['batch_input_shape'];
  const good = (item: unknown): item is number | null => item === null || typeof item === 'number';
  return resolved.kind === 'input' && Array.isArray(shape) && shape.every(good) ? shape : null;
}

function sources(argument: Argument): string[] {
  if (argument.kind === 'tensor') return [argument.ref.layer];
  if (argument.kind === 'list') return argument.items.flatMap(sources);
  if (argument.kind === 'map') return Object.values(argument.entries).flatMap(sources);
  return [];
}

/** Variables that training does not move, by class: how many stand last in `vars` (`add_weight(..., trainable=False)` in Keras). */
const FROZEN: Readonly<Record<string, number>> = { BatchNormalization: 2, SyncBatchNormalization: 2, Normalization: 3, SpectralNormalization: 1 };

/** Weights of a vocabulary's tokens are no variables of Keras, and it does not count them. */
const isTable = (name: string): boolean => /(^|\/)vars\/idf_weights$/.test(name);

function countOf(weights: WeightSource, paths: WeightPaths, layer: LayerSpec): { total: number; trainable: number } {
  const path = paths.get(layer);
  if (path === undefined) return { total: 0, trainable: 0 };
  const folders = layer.resolved.kind === 'layer' ? Object.values(layer.resolved.definition.inner ?? {}) : [];
  const stored = [...weights.below(path)].filter(([name]) => !isIdle(name) && !isTable(name) && !folders.some((folder) => name.startsWith(`${folder}/`)));
  const own = stored.filter(([name]) => name.startsWith('vars/')).length;
  const first = own - (FROZEN[layer.object.className] ?? 0);
  let total = 0;
  let trainable = 0;
  for (const [name, { dims }] of stored) {
    const size = dims.reduce((product, dim) => product * dim, 1);
    total += size;
    if (layer.object.config['trainable'] !== false && !(name.startsWith('vars/') && Number(name.slice(5)) >= first)) trainable += size;
  }
  return { total, trainable };
}
