import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { BYTES, type DType, isFloat } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import type { Fields } from '../fields.ts';
import { type Channels, channelsOf } from '../layers/channels.ts';
import { cropToAspect, padToAspect, type Shape } from './aspect.ts';
import { onImages } from './batched.ts';
import { INTERPOLATIONS, type Resampling, resample, target } from './resample.ts';

/** What `keras.ops.image.resize` and the layer Resizing are told. */
export interface Resizing extends Resampling {
  readonly channels: Channels;
  readonly crop: boolean;
  readonly pad: boolean;
  readonly fill: number;
}

/** @throws HG_ARTIFACT_FIELD where a file asks for both a crop and a pad, or fills with anything but a constant. */
export function resizingFields(f: Fields): Resizing {
  f.oneOf('fill_mode', ['constant'], 'constant');
  const fields = {
    interpolation: f.oneOf('interpolation', INTERPOLATIONS, 'bilinear'),
    antialias: f.boolean('antialias', false),
    crop: f.boolean('crop_to_aspect_ratio', false),
    pad: f.boolean('pad_to_aspect_ratio', false),
    fill: f.number('fill_value', { absent: 0 }),
    channels: channelsOf(f),
  };
  if (fields.crop && fields.pad) throw f.wrong('pad_to_aspect_ratio', 'false where "crop_to_aspect_ratio" is true');
  return fields;
}

/** Images of another size, in the type in which they came: whole numbers are rounded half to even, and held within their type. */
export function resized(g: GraphBuilder, x: Value, shape: Shape, how: Resizing, call: Call): Value {
  if (how.pad && !isFloat(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot pad images of ${x.dtype} as Keras fills them with floats`);
  if (!isFloat(x.dtype) && !(how.interpolation === 'nearest' || (how.interpolation === 'bilinear' && !how.antialias)))
    throw call.refuse(
      'HG_UNSUPPORTED_DTYPE',
      `Cannot resize images of ${x.dtype} by "${how.interpolation}" as the last bit of a sum would decide how it is rounded`,
    );
  return onImages(g, x, how.channels, call, (images) => {
    const cropped = how.crop ? cropToAspect(g, images, shape) : how.pad ? padToAspect(g, images, shape, how.fill) : images;
    const y = resample(g, cropped, target(g, shape[0]), target(g, shape[1]), how);
    return y.dtype === x.dtype ? y : g.cast(held(g, g.node('Round', [y]), x.dtype, call), x.dtype);
  });
}

/** Floats within an integer type: the greatest of 32 bits is the greatest that float32 has below it. */
export function held(g: GraphBuilder, x: Value, dtype: DType, call: Call): Value {
  if (dtype === 'bool' || BYTES[dtype] > 4) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot resize images of ${dtype}`);
  const bits = 8 * BYTES[dtype];
  const [least, most] = dtype.startsWith('u') ? [0, 2 ** bits] : [-(2 ** (bits - 1)), 2 ** (bits - 1)];
  return g.node('Clip', [x, g.scalar(least), g.scalar(bits === 32 ? most - (dtype.startsWith('u') ? 256 : 128) : most - 1)]);
}
