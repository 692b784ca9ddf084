import type { GraphBuilder } from '../../graph/builder.ts';
import { isKnown } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { MAX_RANK } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import type { Fields } from '../fields.ts';

/** A shape that is known at once. */
export function shapeField(f: Fields): readonly number[] {
  const shape = f.intList('shape', { min: 1 });
  if (shape.length > MAX_RANK) throw f.wrong('shape', `at most ${MAX_RANK} whole numbers`);
  return shape;
}

/** A tensor in a greater shape. Unlike ONNX, TensorFlow does not stretch the shape in turn. @throws HG_ARTIFACT_SHAPE */
export function stretched(g: GraphBuilder, x: Value, shape: readonly number[], call: Call): Value {
  const more = shape.length - x.dims.length;
  if (more < 0 || x.dims.some((dim, axis) => isKnown(dim) && dim !== 1 && dim !== shape[axis + more]))
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot broadcast to [${shape.join(', ')}]`);
  return g.node('Expand', [x, g.ints(shape)], {}, shape);
}
