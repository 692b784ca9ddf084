import { isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { isNumber } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';
import { tensorOf } from './operands.ts';

/**
 * `keras.ops.clip`: x between two numbers, the lower one where the two cross; booleans count as int32. Bounds of whole numbers are whole.
 */
export const clip = defineOperation({
  keras: 'Clip',
  arguments: ['x'],
  config: (f) => ({ least: f.number('x_min'), most: f.number('x_max') }),
  lower: (g, { least, most }, call) => {
    const given = tensorOf(g, call);
    const x = given.dtype === 'bool' ? g.cast(given, 'int32') : given;
    if (!isNumber(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Clip" on ${x.dtype}`);
    if (!isFloat(x.dtype) && !(Number.isInteger(least) && Number.isInteger(most)))
      throw call.refuse('HG_ARTIFACT_FIELD', `Cannot clip ${x.dtype} at ${least} and ${most}`);
    return carried(g, 'Max', [carried(g, 'Min', [x, numberAs(g, most, x.dtype)]), numberAs(g, least, x.dtype)]);
  },
});
