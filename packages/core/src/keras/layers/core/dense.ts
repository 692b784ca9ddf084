import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import { expectFloatGiven } from '../quantized/expect-float-given.ts';
import { dequantized, unpacked } from '../quantized/packed.ts';
import { integerProduct, mixedProduct, quantizeInputs } from '../quantized/quantize-inputs.ts';
import { type ReadQuantization, readQuantization } from '../quantized/read-quantization.ts';
import { kernelShapes, plainFloats, wholeNumbers } from '../quantized/variables.ts';

/**
 * `keras.layers.Dense`: activation(x . kernel + bias) over the last axis, for inputs of any rank from 2 (keras/src/layers/core/dense.py).
 *
 * Its kernel may be of whole numbers, int8 or two int4 a byte, with a scale for each output, or for each group of inputs.
 */
export const dense = defineLayer({
  keras: 'Dense',
  mask: 'pass',
  floats: true,
  quantized: true,
  config: (f) => {
    // LoRA is merged into the kernel when a model is saved, so that its rank changes nothing here.
    f.ignore('lora_rank', 'lora_alpha');
    return {
      units: f.int('units', { min: 1 }),
      bias: f.boolean('use_bias', true),
      activation: f.activation('activation'),
      quantization: readQuantization(f, f.policy()),
    };
  },
  weights: ({ units, bias, quantization }, [x]) => {
    const inputs = known(x, -1);
    const biases = bias ? [units] : undefined;
    if (quantization === undefined) return { kernel: [inputs, units], bias: biases };
    return kernelShapes({ rows: inputs, columns: units, int8: [inputs, units], scale: [units] }, biases, quantization);
  },
  lower: (g, [x], { units, bias, activation, quantization }, call) => {
    const product = quantization === undefined ? g.node('MatMul', [x, g.constant(call.weight('kernel'))]) : quantizedProduct(g, x, units, quantization, call);
    return activation.apply(g, bias ? g.node('Add', [product, g.constant(call.weight('bias'))]) : product);
  },
});

/** `_int8_call` and `_int4_call` of dense.py. */
function quantizedProduct(g: GraphBuilder, x: Value, units: number, { mode, inputs, block }: ReadQuantization, call: Call): Value {
  const stored = wholeNumbers(call, 'kernel');
  const kernel = mode === 'int8' ? stored : unpacked(stored, units);
  const scale = call.weight('kernel_scale');
  if (block !== undefined) {
    const by = { scale, zero: wholeNumbers(call, 'kernel_zero'), groups: plainFloats(call, 'g_idx'), along: 0 } as const;
    return g.node('MatMul', [x, g.constant(dequantized(kernel, by))]);
  }
  if (inputs === undefined) return g.node('Div', [mixedProduct(g, x, kernel), g.constant(scale)]);
  expectFloatGiven(call);
  const quantized = quantizeInputs(g, x, [x.dims.length - 1], inputs);
  return g.node('Div', [integerProduct(g, quantized.whole, kernel), g.node('Mul', [g.constant(scale), quantized.scale])]);
}
