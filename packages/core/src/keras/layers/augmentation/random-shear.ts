import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomShear` (keras/src/layers/preprocessing/image_preprocessing/random_shear.py). Keras 3.15 does not load what it saves of it; at inference it gives its images back like the others. */
export const randomShear = augmentation('RandomShear', ['fill_mode', 'fill_value', 'interpolation', 'x_factor', 'y_factor']);
