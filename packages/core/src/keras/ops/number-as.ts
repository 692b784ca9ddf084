import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { type DType, isFloat } from '../../tensor/dtype.ts';
import { typedAs } from './operands.ts';

/** A number as a scalar of the type, rounded to it. */
export const numberAs = (g: GraphBuilder, number: number, dtype: DType): Value => typedAs(g, { kind: 'number', number, float: isFloat(dtype) }, dtype);
