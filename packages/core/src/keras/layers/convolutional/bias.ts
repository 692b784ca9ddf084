import type { GraphBuilder } from '../../../graph/builder.ts';
import { isKnown } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import type { Call } from '../../define-layer.ts';
import type { Channels } from '../channels.ts';

/**
 * Refuses an answer [batch, filters, ...spatial] whose last axis is as long as there are filters, where Keras keeps the channels first and has a bias.
 *
 * There Keras on TensorFlow takes the last axis for the channels, and adds the bias along it (keras/src/backend/tensorflow/numpy.py, `add`); on other
 * backends it does not. Which of the two the file's author has seen is not in the file.
 *
 * @throws HG_UNSUPPORTED_FIELD for such a size; where a call decides the size, the call ends with HG_INPUT_SHAPE.
 */
export function expectPlainBias(g: GraphBuilder, y: Value, channels: Channels, call: Call): void {
  const [filters, last] = [y.dims[1] ?? 1, y.dims.at(-1) ?? 1];
  if (channels === 'channels_last' || filters === 1) return;
  const why = `as Keras adds a bias with channels first along the wrong axis where the last one is as long as there are filters`;
  if (filters === last) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" ${why}`);
  if (isKnown(last) || !isKnown(filters)) return;
  const same = g.node('Equal', [g.node('Shape', [y], { start: -1 }), g.ints([filters])]);
  g.guard({
    value: g.node('Not', [g.node('Squeeze', [same, g.ints([0])])]),
    code: 'HG_INPUT_SHAPE',
    message: `Cannot call "${call.name}" with this shape ${why}`,
  });
}
