import { defineLayer } from '../../define-layer.ts';

/** `StochasticDepth` of ConvNeXt: drops whole branches in training, and hands its input on at inference (keras/src/applications/convnext.py). */
export const stochasticDepth = defineLayer({
  keras: 'StochasticDepth',
  arguments: ['x'],
  config: (f) => f.number('drop_path_rate', { min: 0, max: 1 }),
  lower: (_, [x]) => x,
});
