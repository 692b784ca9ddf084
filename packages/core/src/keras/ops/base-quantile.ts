import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { axesOf } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { reducedAxes } from './base-reduction.ts';
import { real, tensorOf } from './operands.ts';
import { METHODS, type Method, quantileOf } from './quantile-of.ts';
import { vectorOf } from './vector-of.ts';

/** Quantiles at what `q` says, which is first a float32, as Keras makes it. */
export const quantiles = (keras: string, q: (g: GraphBuilder, call: Call) => Value, method?: Method): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x', 'q'],
    config: (f) => {
      const named = f.oneOf('method', METHODS, 'linear');
      return { axes: reducedAxes(f), keep: f.boolean('keepdims', false), method: method ?? named };
    },
    lower: (g, { axes, keep, method }, call) => {
      const x = real(g, call, tensorOf(g, call));
      const at = g.cast(q(g, call), 'float64');
      if (axes?.length === 0 || at.dims.length > 1)
        throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${keras}" over no axis, or at a matrix of places`);
      return quantileOf(g, x, { q: at, axes: axes === null ? null : axesOf(x, axes), keep, method });
    },
  });

/** The argument `q`, as float32 where it is no tensor. */
export const places = (g: GraphBuilder, call: Call): Value => g.cast(vectorOf(g, call, 'q'), 'float32');
