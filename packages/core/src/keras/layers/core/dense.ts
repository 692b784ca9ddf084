import { defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';

/** `keras.layers.Dense`: activation(x . kernel + bias) over the last axis, for inputs of any rank from 2 (keras/src/layers/core/dense.py). */
export const dense = defineLayer({
  keras: 'Dense',
  mask: 'pass',
  floats: true,
  config: (f) => {
    f.only('quantization_config');
    // LoRA is merged into the kernel when a model is saved, so that its rank changes nothing here.
    f.ignore('lora_rank', 'lora_alpha');
    return { units: f.int('units', { min: 1 }), bias: f.boolean('use_bias', true), activation: f.activation('activation') };
  },
  weights: ({ units, bias }, [x]) => ({ kernel: [known(x, -1), units], bias: bias ? [units] : undefined }),
  lower: (g, [x], { bias, activation }, call) => {
    const product = g.node('MatMul', [x, g.constant(call.weight('kernel'))]);
    return activation.apply(g, bias ? g.node('Add', [product, g.constant(call.weight('bias'))]) : product);
  },
});
