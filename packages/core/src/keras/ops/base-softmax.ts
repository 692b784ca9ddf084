import { multiplyDims } from '../../graph/dims.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { reshapeLike } from './numbers.ts';
import { real, tensorOf } from './operands.ts';

/** A softmax over one axis, or over all elements where it is null. */
export const softmaxOver = (keras: string, onnx: 'Softmax' | 'LogSoftmax'): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f) => (f.has('axis') && f.raw('axis') === null ? null : f.int('axis', { absent: -1 })),
    lower: (g, axis, call) => {
      const x = real(g, call, tensorOf(g, call));
      if (axis !== null) return g.node(onnx, [x], { axis: axisIn(x, axis) });
      const flat = g.node(onnx, [g.reshape(x, [multiplyDims(x.dims)])], { axis: 0 });
      // The Identity keeps apart what Keras keeps apart: a loss finds the logits behind this one, and none behind a reshaped softmax.
      return g.node('Identity', [reshapeLike(g, flat, x)]);
    },
  });
