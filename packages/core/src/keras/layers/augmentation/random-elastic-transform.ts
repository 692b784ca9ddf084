import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomElasticTransform` (keras/src/layers/preprocessing/image_preprocessing/random_elastic_transform.py). */
export const randomElasticTransform = augmentation('RandomElasticTransform', ['factor', 'fill_mode', 'fill_value', 'interpolation', 'scale', 'value_range']);
