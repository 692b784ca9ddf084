import type { Fields } from '../../fields.ts';
import { isObject, readObject } from '../../object.ts';
import type { Quantization } from '../../type-policy.ts';

/** How a layer makes whole numbers of its inputs at run time: `scale = most / (max |x| + epsilon)`, rounded half to even, clipped. */
export interface InputQuantizer {
  readonly least: number;
  readonly most: number;
  readonly epsilon: number;
}

/** How a layer is quantized. Without `inputs` its weights alone are; `block` inputs of an int4 weight share a scale, undefined: all do. */
export interface ReadQuantization {
  readonly mode: 'int8' | 'int4';
  readonly inputs: InputQuantizer | undefined;
  readonly block: number | undefined;
}

const DEFAULT: InputQuantizer = { least: -127, most: 127, epsilon: 1e-7 };

/**
 * Reads `quantization_config` beside the type policy. Without one, int8 layers quantize their inputs; int4 layers do where `inputs` says that they do so on
 * their own account, as ReversibleEmbedding does.
 *
 * @returns undefined for a layer that is not quantized.
 * @throws HG_UNSUPPORTED_FIELD for a quantizer that is not Keras' AbsMaxQuantizer along the last axis.
 * @see keras/src/quantizers/quantization_config.py
 */
export function readQuantization(
  f: Fields,
  { quantization }: { readonly quantization: Quantization | undefined },
  inputs = false,
): ReadQuantization | undefined {
  const config = f.raw('quantization_config') ?? null;
  if (quantization === undefined) {
    // What is left of a config says nothing while the policy does not say that the layer is quantized.
    return undefined;
  }
  const { mode } = quantization;
  const block = quantization.mode === 'int4' && quantization.block !== -1 ? quantization.block : undefined;
  if (config === null) return { mode, block, inputs: mode === 'int8' || inputs ? DEFAULT : undefined };
  const object = readObject(config, f.at('quantization_config'));
  if (object.className !== (mode === 'int8' ? 'Int8QuantizationConfig' : 'Int4QuantizationConfig'))
    throw f.unsupported('quantization_config', `of the class "${object.className.slice(0, 80)}"`);
  const fields = f.of(object);
  // The weights are whole numbers already: how they became so does not matter any more.
  fields.ignore('weight_quantizer');
  const read = quantizerOf(fields, mode);
  const own = mode === 'int4' ? fields.numberOrNull('block_size', { min: -1, absent: null }) : null;
  fields.finish();
  if (own === 0) throw fields.wrong('block_size', 'null, -1 or a whole number >= 1');
  return { mode, inputs: read, block: mode === 'int8' || own === null || own === -1 ? undefined : own };
}

function quantizerOf(fields: Fields, mode: 'int8' | 'int4'): InputQuantizer | undefined {
  const value = fields.raw('activation_quantizer') ?? null;
  if (value === null) return undefined;
  if (value === 'default') return mode === 'int8' ? DEFAULT : undefined;
  if (!isObject(value)) throw fields.wrong('activation_quantizer', 'a quantizer or null');
  const object = readObject(value, fields.at('activation_quantizer'));
  if (object.className !== 'AbsMaxQuantizer') throw fields.unsupported('activation_quantizer', `of the class "${object.className.slice(0, 80)}"`);
  const inner = fields.of(object);
  inner.only('output_dtype', 'int8');
  // Layers name the axes themselves; only where they do not, this one counts, and then it is the last.
  inner.only('axis', -1, [-1]);
  const [least, most] = inner.ints('value_range', 2, { min: -128, max: 127 }) as [number, number];
  if (least > most || most <= 0) throw inner.wrong('value_range', 'a range that holds more than 0');
  const epsilon = inner.number('epsilon', { min: 0, absent: 1e-7 });
  inner.finish();
  return { least, most, epsilon };
}
