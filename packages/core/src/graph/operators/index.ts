import { arrangement } from './arrangement.ts';
import { elementwise } from './elementwise.ts';
import { expectKernel } from './kernels.ts';
import { looping } from './looping.ts';
import { neural } from './neural.ts';
import type { Operator } from './operator.ts';
import { quantised } from './quantised.ts';

/** The operator table, by name: the allow-list of everything that a Program may hold. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  [...arrangement, ...elementwise, ...looping, ...neural, ...quantised].map((operator) => [operator.name, withKernel(operator)]),
);

/** The rule of an operator itself comes first: its refusal says more. */
function withKernel(operator: Operator): Operator {
  const infer: Operator['infer'] = (node) => {
    const outlines = operator.infer(node);
    expectKernel(node);
    return outlines;
  };
  return { ...operator, infer };
}
