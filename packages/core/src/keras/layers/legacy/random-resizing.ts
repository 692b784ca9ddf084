import { defineLayer } from '../../define-layer.ts';

/**
 * `RandomHeight` and `RandomWidth` of Keras 2: at inference their input as it is (tf_keras/src/layers/preprocessing/image_preprocessing.py). They resize in
 * training only; the axis is one of an unknown size for what follows, which changes no number.
 */
const randomResizing = (keras: string) =>
  defineLayer({
    keras,
    config: (f) => {
      f.ignore('factor', 'interpolation', 'rng_type');
      return {};
    },
    lower: (_, [x]) => x,
  });

export const randomHeight = randomResizing('RandomHeight');
export const randomWidth = randomResizing('RandomWidth');
