import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { HorngateError } from '../../../words/error.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { expectPlainSum } from '../../ops/plain-sum.ts';
import { reshapeWeight } from '../../weight.ts';
import { expectFloatGiven } from '../quantized/expect-float-given.ts';
import { dequantized, unpacked } from '../quantized/packed.ts';
import { integerProduct, mixedProduct, quantizeInputs } from '../quantized/quantize-inputs.ts';
import { type ReadQuantization, readQuantization } from '../quantized/read-quantization.ts';
import { movedScale, type ScaleAxes, scaleAxes, scaleDims } from '../quantized/scale-axes.ts';
import { kernelShapes, plainFloats, wholeNumbers } from '../quantized/variables.ts';
import { type EinsumShapes, type Equation, einsumShapes, readEquation } from './einsum-equation.ts';
import { einsumProduct, type Multiply } from './einsum-product.ts';

/**
 * `keras.layers.EinsumDense`: activation(einsum(equation, x, kernel) + bias), the bias along the axes that `bias_axes` names
 * (keras/src/layers/core/einsum_dense.py). A mask ends here, as in Keras.
 */
export const einsumDense = defineLayer({
  keras: 'EinsumDense',
  floats: true,
  quantized: true,
  config: (f) => {
    // LoRA is merged into the kernel when a model is saved; the size is of a kernel that GPTQ made.
    f.ignore('lora_rank', 'lora_alpha', 'gptq_unpacked_column_size');
    return {
      equation: f.string('equation'),
      output: outputOf(f),
      biasAxes: (f.raw('bias_axes') ?? null) === null ? undefined : f.string('bias_axes'),
      activation: f.activation('activation'),
      quantization: readQuantization(f, f.policy()),
    };
  },
  weights: (config, [x]) => {
    const { equation, shapes } = analysed(config, x);
    const { quantization } = config;
    if (quantization === undefined) return { ...shapes };
    const { kernel, bias } = shapes;
    const rows = sizeWhere(equation, kernel, false);
    const scale = quantization.mode === 'int8' ? scaleDims(axesOf(equation.kernel, equation), kernel) : [];
    return kernelShapes({ rows, columns: sizeWhere(equation, kernel, true), int8: kernel, scale }, bias, quantization);
  },
  lower: (g, [x], config, call) => {
    const { equation, shapes } = analysed(config, x);
    const { quantization, activation } = config;
    const product =
      quantization === undefined
        ? einsumProduct(g, equation, x, call.weight('kernel'), floats(g))
        : quantizedProduct(g, x, { equation, shapes, quantization }, call);
    if (shapes.bias === undefined) return activation.apply(g, product);
    const bias = g.constant(call.weight('bias'));
    expectPlainSum(g, [product, bias], call);
    return activation.apply(g, g.node('Add', [product, bias]));
  },
});

const floats =
  (g: GraphBuilder): Multiply =>
  (x, weight) =>
    g.node('MatMul', [x, g.constant(weight)]);

function outputOf(f: Fields): readonly (number | null)[] {
  const value = f.raw('output_shape');
  return typeof value === 'number' ? [f.int('output_shape', { min: 1 })] : f.shape('output_shape');
}

function analysed(
  { equation: text, output, biasAxes }: { readonly equation: string; readonly output: readonly (number | null)[]; readonly biasAxes: string | undefined },
  x: Value,
): { readonly equation: Equation; readonly shapes: EinsumShapes } {
  const equation = readEquation(text, x.dims.length);
  return { equation, shapes: einsumShapes(equation, x, output, biasAxes) };
}

/** Elements of the kernel over the axes that the answer has, or has not. */
const sizeWhere = ({ kernel, output }: Equation, dims: readonly number[], has: boolean): number =>
  kernel.reduce((product, label, axis) => (output.includes(label) === has ? product * (dims[axis] ?? 1) : product), 1);

interface Quantized {
  readonly equation: Equation;
  readonly shapes: EinsumShapes;
  readonly quantization: ReadQuantization;
}

/** `_int8_call` and `_int4_call` of einsum_dense.py. */
function quantizedProduct(g: GraphBuilder, x: Value, { equation, shapes, quantization }: Quantized, call: Call): Value {
  const { mode, inputs, block } = quantization;
  const stored = wholeNumbers(call, 'kernel');
  const scale = call.weight('kernel_scale');
  if (mode === 'int8') {
    if (inputs === undefined) return g.node('Div', [einsumProduct(g, equation, x, stored, (a, w) => mixedProduct(g, a, w)), g.constant(scale)]);
    const { whole, scale: given } = quantizedInputs(g, x, equation, inputs, call);
    return g.node('Div', [einsumProduct(g, equation, whole, stored, multiplyWhole(g, equation)), g.node('Mul', [given, g.constant(scale)])]);
  }
  const columns = sizeWhere(equation, shapes.kernel, true);
  const groups =
    block === undefined
      ? { scale, zero: undefined, groups: undefined, along: 0 as const }
      : { scale, zero: wholeNumbers(call, 'kernel_zero'), groups: plainFloats(call, 'g_idx'), along: 0 as const };
  // Rows are the summed axes in Keras' mind; the matrix is then read as the kernel's own shape, whatever the order of its axes.
  const kernel = reshapeWeight(dequantized(unpacked(stored, columns), groups), shapes.kernel);
  if (inputs === undefined || block !== undefined) return einsumProduct(g, equation, x, kernel, floats(g));
  const { whole, scale: given } = quantizedInputs(g, x, equation, inputs, call);
  return g.node('Div', [einsumProduct(g, equation, whole, kernel, floats(g)), given]);
}

function quantizedInputs(g: GraphBuilder, x: Value, equation: Equation, inputs: NonNullable<ReadQuantization['inputs']>, call: Call) {
  expectFloatGiven(call);
  const axes = axesOf(equation.input, equation);
  const { whole, scale } = quantizeInputs(g, x, axes.reduced, inputs);
  return { whole, scale: movedScale(g, scale, axes) };
}

/** An axis that is summed before the product makes numbers that no byte holds: they stay floats, exact below 2^24. */
const multiplyWhole =
  (g: GraphBuilder, { input, kernel, output }: Equation): Multiply =>
  (x, weight) =>
    input.every((label) => kernel.includes(label) || output.includes(label)) ? integerProduct(g, x, weight) : mixedProduct(g, x, weight);

function axesOf(operand: readonly string[], { output }: Equation): ScaleAxes {
  const axes = scaleAxes(operand, output);
  if (axes === undefined) throw new HorngateError('HG_UNSUPPORTED_FIELD', 'Cannot compile an equation that Keras cannot quantize');
  return axes;
}
