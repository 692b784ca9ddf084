import { defineOperation } from '../define-operation.ts';
import { argumentOf, resultType, typedAs } from './operands.ts';

/** `keras.ops.power`: x1 to the x2, for floats. */
export const power = defineOperation({
  keras: 'Power',
  arguments: ['x1', 'x2'],
  lower: (g, _, call) => {
    const operands = ['x1', 'x2'].map((name) => argumentOf(g, call, name));
    const dtype = resultType(call, operands);
    if (dtype !== 'float32') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Power" on ${dtype}`);
    return g.node(
      'Pow',
      operands.map((operand) => typedAs(g, operand, dtype)),
    );
  },
});
