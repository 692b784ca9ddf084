import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import { positions, scalarSize } from './numbers.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.vander`: powers of a vector side by side, the highest first unless they are increasing, reckoned in float32. */
export const vander = defineOperation({
  keras: 'Vander',
  arguments: ['x'],
  config: (f) => ({ columns: f.numberOrNull('N', { absent: null, min: 1 }), increasing: f.boolean('increasing', false) }),
  lower: (g, { columns, increasing }, call) => {
    const x = tensorOf(g, call);
    if (x.dims.length !== 1) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot compile "Vander" of a tensor of rank ${x.dims.length}`);
    const dim = columns ?? dimOf(x, 0);
    const places = positions(g, x, dim);
    const powers = increasing ? places : g.node('Sub', [g.node('Sub', [scalarSize(g, x, dim), g.scalar(1, 'int64')]), places]);
    const wide = x.dtype === 'float64' ? 'float64' : 'float32';
    return g.cast(g.node('Pow', [g.node('Unsqueeze', [g.cast(x, wide), g.ints([1])]), g.cast(powers, wide)]), x.dtype);
  },
});
