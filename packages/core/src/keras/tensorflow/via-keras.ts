import type { Json } from '../../artifact/json/json.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { HorngateError } from '../../words/error.ts';
import type { Call } from '../define-layer.ts';
import { Fields } from '../fields.ts';
import { objectOf } from '../legacy/json.ts';
import type { Operand } from '../operand.ts';
import { OPERATIONS } from '../ops/index.ts';

/** Arguments and config of an operation of Keras that a function of TensorFlow is said by. */
export interface Via {
  readonly args: Readonly<Record<string, Operand>>;
  readonly config?: Readonly<Record<string, Json>>;
}

/** Lowers an operation of Keras in the place of the function that stands in the file: its config is ours, its arguments are those of the call. */
export function viaKeras(g: GraphBuilder, call: Call, operation: string, { args, config = {} }: Via): Value {
  const [first] = allViaKeras(g, call, operation, { args, config });
  if (first === undefined) throw new HorngateError('HG_INTERNAL', `Cannot find the answer of "${operation}"`);
  return first;
}

/** As `viaKeras`, for an operation with several answers. */
export function allViaKeras(g: GraphBuilder, call: Call, operation: string, { args, config = {} }: Via): readonly Value[] {
  const definition = OPERATIONS.get(operation);
  if (definition === undefined) throw call.refuse('HG_UNSUPPORTED_OPERATION', `Cannot compile the operation "${operation}" yet`);
  const fields = new Fields(objectOf(config), '/config');
  const own = definition.config?.(fields);
  fields.finish();
  return [definition.lower(g, own, callWith(call, args))].flat() as readonly Value[];
}

export const operandOf = (value: Value): Operand => ({ kind: 'value', value });

/** The same call with other arguments. */
function callWith(call: Call, args: Readonly<Record<string, Operand>>): Call {
  const argument = (name: string): Operand | undefined => (Object.hasOwn(args, name) ? args[name] : undefined);
  return {
    ...call,
    argument,
    value: (name) => {
      const operand = argument(name);
      if (operand === undefined || operand.kind === 'value') return operand?.value;
      throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a tensor`);
    },
    flag: (name, absent) => {
      const operand = argument(name);
      if (operand === undefined) return absent;
      if (operand.kind === 'json' && typeof operand.value === 'boolean') return operand.value;
      throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is true or false`);
    },
  };
}
