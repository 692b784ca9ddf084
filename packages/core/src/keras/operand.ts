import type { Value } from '../graph/values.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** An argument of a call in a Functional model, after its tensors were found: what Python would have passed. */
export type Operand =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'list'; readonly items: readonly Operand[] }
  | { readonly kind: 'map'; readonly entries: Readonly<Record<string, Operand>> }
  | { readonly kind: 'constant'; readonly tensor: Tensor }
  | { readonly kind: 'slice'; readonly start: Operand; readonly stop: Operand; readonly step: Operand }
  | { readonly kind: 'ellipsis' }
  /** `float` says whether Python reads a number as a float (`2.0`) or as an int (`2`); undefined where the file does not tell. */
  | { readonly kind: 'json'; readonly value: null | boolean | number | string; readonly float?: boolean | undefined };

/** All values in an operand, in the order of `tree.flatten`: lists in order, dicts by sorted key. */
export function valuesIn(operand: Operand | undefined): readonly Value[] {
  if (operand === undefined) return [];
  switch (operand.kind) {
    case 'value':
      return [operand.value];
    case 'list':
      return operand.items.flatMap(valuesIn);
    case 'map':
      return Object.keys(operand.entries)
        .sort()
        .flatMap((key) => valuesIn(operand.entries[key]));
    default:
      return [];
  }
}
