import { pointerTo } from '../artifact/json/pointer.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { type Value, withMask } from '../graph/values.ts';
import { type DType, isFloat } from '../tensor/dtype.ts';
import { enter, mapOperand, reckonedIn, widen } from './autocast.ts';
import type { AnyLayer } from './define-layer.ts';
import type { Fields } from './fields.ts';
import { valuesIn } from './operand.ts';
import { type Given, place, type Site } from './site.ts';
import type { LayerSpec } from './spec.ts';
import { readPolicy, type TypePolicy } from './type-policy.ts';
import type { Weight } from './weight.ts';
import { weightAs } from './weight-types.ts';

/** The arguments with their tensors in the type that the layer wants: masks too, where they are floats, as Keras casts all that it is given. */
export function entered(site: Site, definition: AnyLayer, { compute, variable }: TypePolicy, given: Given): Given {
  const { g } = site;
  // Without autocast the answer has whatever type the inputs and the variables promote to: the layer's own only where all have it.
  const floats = [...given.values()].flatMap(valuesIn).filter(({ dtype }) => isFloat(dtype));
  if (
    site.layer.object.config['autocast'] === false &&
    definition.autocast !== false &&
    (compute !== variable || floats.some(({ dtype }) => dtype !== compute))
  )
    throw place(site, 'HG_UNSUPPORTED_FIELD', 'Cannot compile "autocast" as false where inputs or variables are of another type than the layer');
  const change = (value: Value): Value => {
    if (definition.types === 'inner') return isFloat(value.dtype) ? withMask(g.cast(value, compute), value.mask) : value;
    return definition.autocast === false ? widen(g, value, compute) : enter(g, value, compute);
  };
  return definition.types === 'own' ? given : new Map([...given].map(([name, operand]) => [name, mapOperand(operand, change)]));
}

/** Whole numbers and booleans that meet the weights of a layer become floats of its type. */
export const real = (g: GraphBuilder, value: Value, compute: DType): Value => withMask(g.cast(g.cast(value, compute), reckonedIn(compute)), value.mask);

/** @throws HG_UNSUPPORTED_DTYPE, HG_UNSUPPORTED_FIELD for types that the definition is not computed in. */
export function typesOf(site: Site, fields: Fields, definition: AnyLayer | undefined): TypePolicy {
  if (definition?.types === 'own') return FLOAT32;
  const types = fields.policy(site.layer.name);
  const { compute, quantization } = types;
  if (!isFloat(compute)) throw place(site, 'HG_UNSUPPORTED_DTYPE', `Cannot compile "${site.layer.name}" with the type policy "${compute}"`);
  if (quantization !== undefined && definition?.quantized !== true)
    throw place(site, 'HG_UNSUPPORTED_DTYPE', `Cannot compile "${site.layer.name}" quantized to ${quantization.mode}`);
  return types;
}

export const policyOf = ({ name, object }: LayerSpec): TypePolicy =>
  readPolicy(object.config['dtype'], pointerTo(pointerTo(object.pointer, 'config'), 'dtype'), name);

export const FLOAT32: TypePolicy = { compute: 'float32', variable: 'float32', quantization: undefined };

/** A variable as the layer reckons with it. Counters of other types may lie in the file; what a layer reckons with is a float. */
export function reckoned(site: Site, name: string, stored: Weight, { compute, variable }: TypePolicy): Weight {
  const { resolved } = site.layer;
  const kept = resolved.kind === 'layer' && resolved.definition.autocast !== undefined;
  const weight = weightAs(stored, kept ? [variable, reckonedIn(compute)] : [variable, compute]);
  if (weight === undefined) throw place(site, 'HG_UNSUPPORTED_DTYPE', `Cannot compile the variable "${name}" of type "${stored.dtype}"`);
  return weight;
}
