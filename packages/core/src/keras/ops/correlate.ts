import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { meeting } from './base-elementwise.ts';
import { cut } from './cut.ts';
import { doubled } from './operands.ts';

/** `keras.ops.correlate`: of a vector with a shorter one of known length, as a convolution: where both overlap wholly, at all, or as long as the longer one. */
export const correlate = defineOperation({
  keras: 'Correlate',
  arguments: ['x1', 'x2'],
  config: (f) => f.oneOf('mode', ['valid', 'same', 'full'], 'valid'),
  lower: (g, mode, call) => {
    const [x, w] = meeting(g, call).map((value) => doubled(g, call, value)) as [Value, Value];
    if (x.dims.length !== 1 || w.dims.length !== 1) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot correlate anything but vectors');
    const count = known(w, 0);
    const pad = mode === 'valid' ? 0 : count - 1;
    const deep = (value: Value): Value => g.node('Unsqueeze', [value, g.ints([0, 1])]);
    const full = g.node('Squeeze', [g.node('Conv', [deep(x), deep(w)], { pads: [pad, pad] }), g.ints([0, 1])]);
    if (mode !== 'same') return full;
    const [all, kept] = [known(x, 0) + count - 1, Math.max(known(x, 0), count)];
    const first = Math.floor((all - kept) / 2);
    return cut(g, full, 0, first, all - kept - first);
  },
});
