import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomGaussianBlur` (keras/src/layers/preprocessing/image_preprocessing/random_gaussian_blur.py). */
export const randomGaussianBlur = augmentation('RandomGaussianBlur', ['factor', 'kernel_size', 'sigma', 'value_range']);
