import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { channelsFirst } from '../layers/channels.ts';
import { expectFloat } from '../layers/expect.ts';
import { slide, windowAttributes } from '../layers/window.ts';
import { tensorOf } from './operands.ts';
import { perAxis, spread, windowFields, windowOf } from './window-fields.ts';

/** `keras.ops.max_pool` and `average_pool`, as the layers have it: cells of the padding do not count. Whole numbers are refused. */
export const pool = (keras: string, op: 'MaxPool' | 'AveragePool'): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['inputs'],
    config: (f) => ({ ...windowFields(f, null), size: perAxis(f, 'pool_size') }),
    lower: (g, { size, ...fields }, call) => {
      const x = tensorOf(g, call, 'inputs');
      expectFloat(x, call);
      if (x.dims.length < 3 || x.dims.length > 5) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot pool a tensor of rank ${x.dims.length}`);
      const window = windowOf(spread(size, x.dims.length - 2, call), fields, call);
      return channelsFirst(g, x, fields.channels, (x) =>
        op === 'MaxPool' ? slide(g, op, [x], window) : g.node(op, [x], { ...windowAttributes(x, window, call), count_include_pad: 0 }),
      );
    },
  });
