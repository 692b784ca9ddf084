import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { doubled } from './operands.ts';

/** Two operands of one type as floats, as `heaviside` and `hypot` have them; TensorFlow has no such functions of booleans. */
export function doubledPair(g: GraphBuilder, [a, b]: readonly [Value, Value], call: Call): readonly [Value, Value] {
  if (a.dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile the operation on booleans');
  return [doubled(g, call, a), doubled(g, call, b)];
}
