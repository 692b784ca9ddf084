import { sizeOf, type Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';
import { defineStage, expectDtype } from './stage.ts';

/** Most tensors of texts that one operation may join. */
export const MAX_SOURCES = 256;

/**
 * The place of each text of the last input among the texts of all inputs, one after the other. A graph moves these numbers where a model moves texts
 * (a slice, a concatenation, another shape), and `pick` takes the texts to where they went.
 */
export const positions = defineStage({
  name: 'positions',
  kind: 'string',
  tables: [],
  inputs: [1, MAX_SOURCES],
  options: () => ({}),
  infer: (inputs) => {
    for (const input of inputs) expectDtype(input, input.dtype === 'string', 'texts');
    return { dtype: 'int64', shape: inputs.at(-1)?.shape ?? [] };
  },
  prepare: () => (inputs) => {
    const { shape } = inputs.at(-1) as Tensor;
    const base = inputs.slice(0, -1).reduce((sum, input) => sum + sizeOf(input.shape), 0);
    return { dtype: 'int64', shape, data: BigInt64Array.from({ length: sizeOf(shape) }, (_, index) => BigInt(base + index)) };
  },
});

/** The text at each position: the first input holds positions, the others the texts that they count. */
export const pick = defineStage({
  name: 'pick',
  kind: 'string',
  tables: [],
  inputs: [2, MAX_SOURCES + 1],
  options: () => ({}),
  infer: ([places, ...sources]) => {
    if (places === undefined) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a stage without an input');
    expectDtype(places, places.dtype === 'int64', 'positions');
    for (const source of sources) expectDtype(source, source.dtype === 'string', 'texts');
    return { dtype: 'string', shape: places.shape };
  },
  prepare:
    () =>
    ([places, ...sources]) => {
      if (places?.dtype !== 'int64') throw new HorngateError('HG_INTERNAL', 'Cannot pick texts without their positions');
      const texts = sources.flatMap((source) => source.data as readonly string[]);
      return { dtype: 'string', shape: places.shape, data: Array.from(places.data, (place) => textAt(texts, place)) };
    },
});

function textAt(texts: readonly string[], place: bigint): string {
  const text = texts[Number(place)];
  if (text === undefined) throw new HorngateError('HG_INPUT_RANGE', `Cannot pick the text at ${place} as there are ${texts.length}`);
  return text;
}
