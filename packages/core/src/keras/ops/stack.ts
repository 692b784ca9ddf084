import { defineOperation } from '../define-operation.ts';
import { meetingOf } from './list-of.ts';

/** `keras.ops.stack`: joined along a new axis, counted in the answer. */
export const stack = defineOperation({
  keras: 'Stack',
  arguments: ['x'],
  config: (f) => f.int('axis', { absent: 0 }),
  lower: (g, axis, call) => {
    const xs = meetingOf(g, call, 'x');
    const rank = xs[0].dims.length + 1;
    if (axis < -rank || axis >= rank) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot stack along axis ${axis} of ${rank}`);
    const at = axis < 0 ? axis + rank : axis;
    return g.node(
      'Concat',
      xs.map((x) => g.node('Unsqueeze', [x, g.ints([at])])),
      { axis: at },
    );
  },
});
