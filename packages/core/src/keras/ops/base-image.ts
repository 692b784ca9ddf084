import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { onImages } from '../images/batched.ts';
import { type Channels, channelsOf } from '../layers/channels.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';

/** A function of float images [batch, channels, height, width], where Keras has them in either order, and one alone or many. */
export const imageFunction = (keras: string, lower: (g: GraphBuilder, x: Value, call: Call, channels: Channels) => Value): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['images'],
    config: channelsOf,
    lower: (g, channels, call) => {
      const x = tensorOf(g, call, 'images');
      expectFloat(x, call);
      return onImages(g, x, channels, call, (images) => lower(g, images, call, channels));
    },
  });

/** The three channels of colour images, each [batch, 1, height, width]. @throws HG_ARTIFACT_SHAPE unless there are three. */
export function colours(g: GraphBuilder, x: Value, call: Call): readonly [Value, Value, Value] {
  if (x.dims[1] !== 3) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot compute with colours unless there are three channels');
  return g.nodes('Split', [x, g.ints([1, 1, 1])], { axis: 1 }, 3) as unknown as readonly [Value, Value, Value];
}
