import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import type { Fields } from '../fields.ts';
import { INT32 } from '../layers/window.ts';
import { counted } from './numbers.ts';
import { tensorOf } from './operands.ts';

/** Fields of `one_hot` and `multi_hot`. Sparse tensors are refused. */
export const hotFields = (f: Fields) => {
  f.only('sparse', false);
  f.only('num_tokens');
  return { classes: f.int('num_classes', { min: 0, max: INT32 }), axis: f.int('axis', { absent: -1 }), dtype: f.dtype('dtype', 'float32') };
};

/** True where the class on the new axis is the number that stands there; a number outside the classes is nowhere. Floats are truncated. */
export function hot(g: GraphBuilder, x: Value, classes: number, axis: number, call: Call): Value {
  const rank = x.dims.length + 1;
  if (axis < -1 || axis >= rank) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot put the classes on axis ${axis} of rank ${rank}`);
  const at = axis < 0 ? rank - 1 : axis;
  const numbers = counted(g, classes, g.scalar(classes, 'int64'));
  const column = g.reshape(numbers, [classes, ...Array.from({ length: rank - 1 - at }, () => 1)]);
  return g.node('Equal', [g.node('Unsqueeze', [g.cast(x, 'int64'), g.ints([at])]), column]);
}

/** `keras.ops.one_hot`. */
export const oneHot = defineOperation({
  keras: 'OneHot',
  arguments: ['x'],
  config: hotFields,
  lower: (g, { classes, axis, dtype }, call) => g.cast(hot(g, tensorOf(g, call), classes, axis, call), dtype),
});
