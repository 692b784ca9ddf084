import { HorngateError } from '../../words/error.ts';
import { defineActivation } from '../define-activation.ts';

/** `keras.activations.threshold` has two arguments without defaults, which no file can give: Keras fails when it calls such a layer, and so do we. */
export const threshold = defineActivation({
  keras: 'threshold',
  lower: () => {
    throw new HorngateError('HG_ARTIFACT_FIELD', 'Cannot apply the activation "threshold" as it must be given its arguments: found none');
  },
});
