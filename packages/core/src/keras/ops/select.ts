import { isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { either } from './carried.ts';
import { argumentsIn } from './list-of.ts';
import { type Argument, argumentOf, argumentValue, typedAs } from './operands.ts';

/** `keras.ops.select`: of the first condition that holds the choice, else the default; all choices of one type. */
export const select = defineOperation({
  keras: 'Select',
  arguments: ['condlist', 'choicelist', 'default'],
  lower: (g, _, call) => {
    const conditions = argumentsIn(g, call, 'condlist').map((argument) => argumentValue(g, call, argument));
    const choices = argumentsIn(g, call, 'choicelist').map((argument) => argumentValue(g, call, argument));
    const dtype = choices[0]?.dtype ?? 'float32';
    const other: Argument = call.argument('default') === undefined ? { kind: 'number', number: 0, float: false } : argumentOf(g, call, 'default');
    const odd = other.kind === 'value' ? other.value.dtype !== dtype : !isFloat(dtype) && other.float !== false;
    if (conditions.length !== choices.length)
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot select by ${conditions.length} conditions among ${choices.length}`);
    if (odd || choices.some((choice) => choice.dtype !== dtype) || conditions.some((condition) => condition.dtype !== 'bool'))
      throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Select" unless by booleans among choices of one type');
    return conditions.reduceRight((rest, condition, index) => either(g, condition, choices[index] ?? rest, rest), typedAs(g, other, dtype));
  },
});
