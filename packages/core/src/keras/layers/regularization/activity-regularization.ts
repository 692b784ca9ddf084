import { trainingOnly } from './training-only.ts';

/** `keras.layers.ActivityRegularization`: a loss, and no change (keras/src/layers/regularization/activity_regularization.py). */
export const activityRegularization = trainingOnly('ActivityRegularization', (f) => {
  f.number('l1', { absent: 0 });
  f.number('l2', { absent: 0 });
});
