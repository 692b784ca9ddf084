import { defineOperation } from '../define-operation.ts';
import { resized, resizingFields } from '../images/resize.ts';
import { INT32 } from '../layers/window.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.image.resize`. */
export const resize = defineOperation({
  keras: 'Resize',
  arguments: ['images'],
  config: (f) => ({ size: f.ints('size', 2, { min: 1, max: INT32 }), ...resizingFields(f) }),
  lower: (g, { size: [height = 1, width = 1], ...how }, call) => resized(g, tensorOf(g, call, 'images'), [height, width], how, call),
});
