import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';
import { type Reduction, scattered } from './scatters.ts';

/** `keras.ops.scatter_update`: some places of a tensor replaced, or joined with what stands there by a reduction. */
export const scatterUpdate = defineOperation({
  keras: 'ScatterUpdate',
  arguments: ['inputs', 'indices', 'updates'],
  config: (f): Reduction => ((f.raw('reduction') ?? null) === null ? 'none' : f.oneOf('reduction', ['add', 'max', 'min', 'mul'])),
  lower: (g, reduction, call) => {
    const [x, indices, updates] = ['inputs', 'indices', 'updates'].map((name) => tensorOf(g, call, name)) as [Value, Value, Value];
    return scattered(g, x, indices, updates, reduction, call);
  },
});
