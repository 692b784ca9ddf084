import { isCheckpointIndex, scanCheckpointIndex } from '../tensorflow/checkpoint-index.ts';
import type { FormatScanner } from './format.ts';

/** The index of a checkpoint of TensorFlow 2, by the magic at its end. */
export const tensorflowCheckpoint: FormatScanner = {
  format: 'tensorflow-checkpoint-index',
  proof: 'magic',
  accepts: ({ source }) => isCheckpointIndex(source),
  scan: (source, { limits }) => scanCheckpointIndex(source, limits),
};
