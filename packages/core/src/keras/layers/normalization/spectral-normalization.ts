import { withMask } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';

/**
 * `keras.layers.SpectralNormalization`: at inference the wrapped layer with its kernel as it was last normalized (keras/src/layers/normalization/spectral_normalization.py).
 *
 * The file holds that kernel twice: below the wrapped layer, which Keras loads last and so is what counts, and as the wrapper's own, beside `vector_u`, the
 * state of the power iteration, which only training reads. The answer has the type of the input, be it whole numbers.
 */
export const spectralNormalization = defineLayer({
  keras: 'SpectralNormalization',
  inner: { layer: 'layer' },
  mask: 'own',
  types: 'inner',
  config: (f) => f.int('power_iterations', { min: 1, absent: 1 }),
  weights: (_config, _inputs, _value, inner) => {
    const kernel = inner('layer')[0]?.stored('vars/0') ?? [];
    return { kernel, vector_u: [1, kernel.at(-1) ?? 1] };
  },
  lower: (g, [x], _, call) => {
    const [wrapped] = call.inner('layer');
    if (wrapped === undefined) throw call.refuse('HG_ARTIFACT_FIELD', 'Cannot read the layer that is wrapped as it is null');
    if (!NORMALIZED.test(wrapped.className)) throw call.refuse('HG_ARTIFACT_FIELD', `Cannot normalize the layer "${wrapped.className}" as it has no kernel`);
    return wrapped.call([{ kind: 'value', value: x }]).map((value) => (value.dtype === x.dtype ? value : withMask(g.cast(value, x.dtype), undefined)));
  },
});

/** Layers with an attribute `kernel` or `embeddings`, which stands first among their variables. */
const NORMALIZED = /^(Dense|EinsumDense|Embedding|(Depthwise)?Conv[1-3]D(Transpose)?|Conv[1-3]DTranspose)$/;
