import { isJsonArray, isJsonObject, type Json } from '../../artifact/json/json.ts';
import { HorngateError } from '../../words/error.ts';
import type { LayerSpec, ModelSpec } from '../spec.ts';

/** Fields that Keras 1 wrote and no later one did (the legacy interfaces of Keras 2, keras/legacy/interfaces.py of Keras 2.2.4, list what became of each). */
const KERAS_1: ReadonlySet<string> = new Set([
  'nb_filter', 'nb_row', 'nb_col', 'border_mode', 'dim_ordering', 'subsample', 'subsample_length', 'filter_length', 'inner_activation', 'inner_init',
  'W_regularizer', 'b_regularizer', 'W_constraint', 'b_constraint', 'U_regularizer', 'consume_less', 'dropout_W', 'dropout_U',
]); // biome-ignore format: a table

/** Layers whose kernels a file of Theano holds turned around, as Theano convolves where all others correlate. */
const CONVOLUTIONS = /^(Depthwise|Separable)?Conv(olution)?(LSTM)?[123]D(Transpose)?$/;

/**
 * Refuses what Keras 1 wrote: its fields, its weights and its convolutions mean other things, and TensorFlow's Keras reads none of it as it was.
 *
 * @param producer - the version that the file claims; without one, the fields of its layers tell.
 * @throws HG_UNSUPPORTED_FORMAT
 */
export function expectKeras2(config: Json, producer: string | undefined): void {
  const field = firstField(config);
  if (field === undefined && !producer?.startsWith('1.') && !producer?.startsWith('0.')) return;
  const why = field === undefined ? `it says Keras ${producer}` : `its layers have the field "${field}"`;
  throw new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot open the file as it must be written by Keras 2 or 3: it is one of Keras 1, as ${why}`);
}

/** The recursion goes as deep as the JSON, which its reader has bounded. */
function firstField(value: Json): string | undefined {
  if (!isJsonObject(value) && !isJsonArray(value)) return undefined;
  for (const key of Object.keys(value)) {
    const found = isJsonObject(value) && KERAS_1.has(key) ? key : firstField((value as { readonly [key: string]: Json })[key] ?? null);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Refuses convolutions whose weights came from Theano, which Keras 2 turned around when it loaded them (`convert_kernel`, keras/engine/saving.py of 2.2.4).
 *
 * @param backend - the attribute of the file: a claim, by which the weights would be read otherwise.
 * @throws HG_UNSUPPORTED_FORMAT with the place of the layer
 */
export function expectCorrelations(model: ModelSpec, backend: string | undefined): void {
  if (backend !== 'theano') return;
  for (const { object } of leavesOf(model.layers))
    if (CONVOLUTIONS.test(object.className))
      throw new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot compile the layer "${object.className}" of a file that was written with Theano`, {
        where: { member: 'model_config', pointer: object.pointer },
      });
}

const leavesOf = (layers: readonly LayerSpec[]): readonly LayerSpec[] =>
  layers.flatMap((layer) => [layer, ...leavesOf(layer.model?.layers ?? []), ...leavesOf([...(layer.inner?.values() ?? [])].flat())]);
