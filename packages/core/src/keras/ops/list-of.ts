import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { type Argument, argumentFrom, resultType, typedAs } from './operands.ts';

/** The members of a list argument, tensors and numbers. @throws HG_ARTIFACT_GRAPH for none. */
export function argumentsIn(g: GraphBuilder, call: Call, name: string): readonly [Argument, ...Argument[]] {
  const operand = call.argument(name);
  const [first, ...others] = (operand?.kind === 'list' ? operand.items : []).map((item) => argumentFrom(g, call, item, name));
  if (first === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call the operation without tensors in "${name}"`);
  return [first, ...others];
}

/** The members of a list argument in the type in which all meet. */
export function meetingOf(g: GraphBuilder, call: Call, name: string): readonly [Value, ...Value[]] {
  const given = argumentsIn(g, call, name);
  const dtype = resultType(call, given);
  return given.map((argument) => typedAs(g, argument, dtype)) as [Value, ...Value[]];
}
