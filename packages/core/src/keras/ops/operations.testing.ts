import type { JsonObject } from '../../artifact/json/json.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import { type Dims, dimText, symbol } from '../../graph/dims.ts';
import type { Node, Value } from '../../graph/values.ts';
import type { DType } from '../../tensor/dtype.ts';
import { callOperation } from '../call-operation.ts';
import type { AnyOperation } from '../define-operation.ts';
import type { Operand } from '../operand.ts';
import { States } from '../states.ts';

/** A tensor argument; a text is a size that a call decides. */
export interface TestTensor {
  readonly dims: readonly (number | string)[];
  readonly dtype?: DType;
}

export interface LoweredOperation {
  readonly dtype: DType;
  /** As text. */
  readonly dims: string;
  readonly nodes: readonly Node[];
  readonly ops: readonly string[];
}

/** Calls one operation in a graph as `trace` does. @throws what it throws. */
export function callAlone(g: GraphBuilder, definition: AnyOperation, args: readonly Operand[], config: JsonObject): readonly Value[] {
  const object = { className: definition.keras, module: null, registeredName: null, config, pointer: '/operation', object: {} };
  return callOperation(
    {
      g,
      weights: { below: () => new Map(), nameAt: () => undefined },
      writer: 3,
      path: '',
      nest: { states: new States(g, []), pathOf: () => '', call: () => [] },
      layer: { name: 'operation', object, resolved: { kind: 'operation', definition }, nodes: [], shared: undefined },
      args,
      kwargs: {},
    },
    definition,
  );
}

/** Calls one operation as `trace` does. @throws what it throws. */
export function lowerOperation(definition: AnyOperation, args: readonly (TestTensor | Operand)[], config: JsonObject = {}): LoweredOperation {
  const g = new GraphBuilder();
  const operand = (given: TestTensor | Operand, index: number): Operand => {
    if ('kind' in given) return given;
    const dims: Dims = given.dims.map((size) => (typeof size === 'string' ? symbol(size) : size));
    return { kind: 'value', value: g.input(`x${index}`, given.dtype ?? 'float32', dims) };
  };
  const [answer] = callAlone(g, definition, args.map(operand), config);
  const { nodes } = g.finish([]);
  return { dtype: answer?.dtype ?? 'string', dims: answer?.dims.map(dimText).join() ?? '', nodes, ops: nodes.map(({ op }) => op) };
}

/** A number as it stands in a file: `float` for `2.0`. */
export const number = (value: number, float = !Number.isInteger(value)): Operand => ({ kind: 'json', value, float });
