import { defineLayer } from '../../define-layer.ts';

/** `keras.layers.Wrapper`: the abstract class of TimeDistributed and Bidirectional. A file may describe one, but Keras itself has no call of it. */
export const wrapper = defineLayer({
  keras: 'Wrapper',
  inner: { layer: 'layer' },
  config: () => undefined,
  lower: (_g, _inputs, _config, call) => {
    throw call.refuse('HG_UNSUPPORTED_LAYER', 'Cannot call a Wrapper as it is an abstract class of Keras');
  },
});
