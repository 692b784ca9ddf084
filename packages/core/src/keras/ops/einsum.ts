import { defineOperation } from '../define-operation.ts';
import { readEquation } from './equation.ts';
import { argumentsIn } from './list-of.ts';
import { asTensor, resultType, typedAs } from './operands.ts';
import { multipliedAs } from './products.ts';

/**
 * `keras.ops.einsum` for any equation. Whole numbers are multiplied in float32 and cast back, as on TensorFlow, but for int8 alone, which gives int32.
 */
export const einsum = defineOperation({
  keras: 'Einsum',
  arguments: ['operands'],
  rest: true,
  config: (f) => f.string('subscripts'),
  lower: (g, subscripts, call) => {
    const given = argumentsIn(g, call, 'operands').map(asTensor);
    const dtype = resultType(call, given);
    if (dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Einsum" on booleans');
    const bytes = given.every((argument) => argument.kind === 'value' && argument.value.dtype === 'int8');
    const operands = given.map((argument) => g.cast(typedAs(g, argument, dtype), multipliedAs(dtype)));
    const { terms, answer, gone } = readEquation(subscripts, operands, call);
    const short = operands.map((x, index) => (gone[index]?.length ? g.node('Squeeze', [x, g.ints(gone[index])]) : x));
    return g.cast(g.node('Einsum', short, { equation: `${terms.join(',')}->${answer}` }), bytes ? 'int32' : dtype);
  },
});
