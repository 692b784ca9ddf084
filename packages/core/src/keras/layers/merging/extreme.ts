import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import type { AnyLayer } from '../../define-layer.ts';
import { carried } from '../../ops/carried.ts';
import { maskOver, merging } from './base-merge.ts';

/**
 * Maximum and Minimum (keras/src/layers/merging/base_merge.py, `_apply_merge_op_and_or_mask`): a masked step of one input takes the value of what was
 * merged before it, and the other way round. Where one input has no mask, what was merged counts as unmasked from there on.
 */
export const extreme = (keras: string, op: 'Max' | 'Min'): AnyLayer =>
  merging({
    keras,
    masked: true,
    merge: (g, [first, ...others], call) => {
      let [output, outputMask] = [first, maskOver(g, first, call)];
      for (const other of others) {
        const mask = maskOver(g, other, call);
        const x = where(g, mask, other, output);
        output = carried(g, op, [where(g, outputMask, output, x), x]);
        outputMask = mask && outputMask && g.node('Or', [outputMask, mask]);
      }
      return output;
    },
  });

const where = (g: GraphBuilder, mask: Value | undefined, x: Value, otherwise: Value): Value =>
  mask === undefined ? x : carried(g, 'Where', [mask, x, otherwise]);
