export { FITS, type Fit, type ImageMedium, type MediumInfo, PIXELS, type PixelRange, type SoundMedium } from './medium.ts';
export { type Fed, type Feeding, type Input, openInput } from './open-input.ts';
export { preprocessingOf } from './preprocessing.ts';
export { textInput } from './text-input.ts';
