import { dimText, isKnown } from '../graph/dims.ts';
import type { NamedValue } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import type { TensorSpec } from '../words/program.ts';
import { type InspectedLayer, rowsOf } from './inspect-rows.ts';
import { type Variables, variablesOfAll } from './inspect-variables.ts';
import type { OpenedKeras } from './open-keras.ts';
import type { LayerSpec, ModelSpec } from './spec.ts';
import { settled, type Trace, trace, traceShapes } from './trace.ts';
import { weightPaths } from './weight-paths.ts';

export type { InspectedLayer } from './inspect-rows.ts';

/** What `horngate inspect` prints: what `model.summary()` says, without Python. */
export interface Inspection {
  readonly format: string;
  /** The version that the file claims, and the generation of Keras whose meanings were followed for it. */
  readonly producer: { readonly keras: string | null; readonly meanings: 2 | 3 };
  readonly name: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly layers: readonly InspectedLayer[];
  readonly params: Params;
  /** What the optimizer keeps: the line "Total params" of Keras 3 counts it too, `params.total` and `count_params()` don't. */
  readonly optimizerParams: number;
  /** The same counts in bytes. */
  readonly bytes: Params & { readonly optimizer: number };
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

const PREPROCESSING: readonly string[] = ['Rescaling', 'Normalization'];

/** Describes a model, also one that does not compile: shapes are null where they follow from what does not, parameters are counted in the weights file. */
export function inspectKeras(keras: OpenedKeras): Inspection {
  const { model, writer } = keras;
  const weights = attempt(() => settled(model, keras.weights, writer)) ?? keras.weights;
  const traced = tryStep(() => trace(model, weights, writer));
  const shapes = traceShapes(model, weights, writer);
  const counted = { weights, paths: weightPaths(model), writer };
  const leaves = allLayers(model);
  const { params, bytes, optimizerParams } = totals(variablesOfAll(model.layers, counted), optimizerOf(keras));
  return {
    format: keras.format,
    producer: { keras: keras.producer ?? null, meanings: writer },
    name: model.name,
    inputs: 'graph' in traced ? own(traced.graph.inputs, traced).map(specOf) : [],
    outputs: 'graph' in traced ? own(traced.graph.outputs, traced).map(specOf) : [],
    layers: rowsOf(model, shapes, counted),
    params,
    optimizerParams,
    bytes,
    preprocessing: leaves.map(({ object }) => object.className).filter((name) => PREPROCESSING.includes(name)),
    runs: 'graph' in traced,
    refusal: 'code' in traced ? { code: traced.code, message: traced.message } : null,
    missing: leaves.flatMap(({ resolved, object }) =>
      resolved.kind === 'missing' ? [{ class: object.className, pointer: object.pointer, code: resolved.code }] : [],
    ),
  };
}

interface Amount {
  readonly size: number;
  readonly bytes: number;
}

function totals(variables: Variables, optimizer: Amount): Pick<Inspection, 'params' | 'bytes' | 'optimizerParams'> {
  const all = [...variables.values()];
  const [trained, fixed] = [sumOf(all.filter((each) => each.trained)), sumOf(all.filter((each) => !each.trained))];
  const count = (of: (amount: Amount) => number): Params => ({
    total: of(trained) + of(fixed),
    trainable: of(trained),
    nonTrainable: of(fixed),
  });
  return { params: count(({ size }) => size), bytes: { ...count(({ bytes }) => bytes), optimizer: optimizer.bytes }, optimizerParams: optimizer.size };
}

const sumOf = (amounts: readonly Amount[]): Amount =>
  amounts.reduce<Amount>((sum, { size, bytes }) => ({ size: sum.size + size, bytes: sum.bytes + bytes }), { size: 0, bytes: 0 });

/** Variables of the optimizer, as Keras 3 keeps them beside those of the layers. Keras 2 does not count them. */
function optimizerOf({ weights, writer }: OpenedKeras): Amount {
  const stored = writer === 3 && weights.settle === undefined ? [...weights.below('optimizer').values()] : [];
  return sumOf(stored.map(({ dims, bytes }) => ({ size: dims.reduce((product, dim) => product * dim, 1), bytes })));
}

/** Undefined where the file stops it: then it is counted as far as it can be. */
function attempt<T>(step: () => T): T | undefined {
  const result = tryStep(step);
  return result instanceof HorngateError ? undefined : result;
}

/** Inputs or outputs without those of the state, which stand last. */
const own = (values: readonly NamedValue[], { states }: Trace): readonly NamedValue[] => values.slice(0, values.length - states.length);

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
