import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';

/**
 * Layers that act in training only, and hand their input on at inference, mask and type as they are. A call that has `training` frozen to true
 * is refused for every layer (call.ts). Their amounts are read all the same: what Keras would not load is refused.
 */
export const trainingOnly = (keras: string, read: (f: Fields) => void): AnyLayer =>
  defineLayer({
    keras,
    mask: 'pass',
    config: (f) => {
      read(f);
      return {};
    },
    lower: (_, [x]) => x,
  });

/** A share from 0 to 1. */
export const rate = (f: Fields): void => {
  f.number('rate', { min: 0, max: 1 });
};
