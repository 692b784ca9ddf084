import type { AttributeInput, GraphBuilder } from '../../../../graph/builder.ts';
import { allKnown, type Dim, type Dims, isKnown, multiplyDims } from '../../../../graph/dims.ts';
import type { Value } from '../../../../graph/values.ts';
import { type Code, HorngateError } from '../../../../words/error.ts';
import type { Activation } from '../../../activation.ts';
import type { Fields } from '../../../fields.ts';
import { permuteWeight } from '../../../weight.ts';
import { range } from '../../channels.ts';
import { readConv } from '../../convolutional/base-conv.ts';
import { INT32, type Window, windowAttributes } from '../../window.ts';
import type { CellConfig } from './cell.ts';
import { carried } from './lstm-cell.ts';

/** Functions that look at each element alone: they are the same in any order of axes. */
const ALONG_AXES = new Set(['softmax', 'log_softmax', 'sparsemax', 'glu']);
const ELEMENTWISE = /^[a-z0-9_]+$/;

/**
 * The cell of ConvLSTM1D, 2D and 3D: an LSTM whose products are convolutions (keras/src/layers/rnn/conv_lstm.py).
 *
 * That of the input has the layer's strides, padding and dilation; that of the state has none, and "same". Inside of the loop channels stand before the
 * spatial axes, as ONNX wants them; gates are i f c o.
 */
export function readConvLstmCell(f: Fields, rank: number): CellConfig {
  f.ignore('dropout', 'recurrent_dropout', 'unit_forget_bias');
  const { bias, channels, ...window } = readConv(f, rank, ['valid', 'same']);
  if (Math.max(...window.strides) > 1 && Math.max(...window.dilations) > 1) throw f.wrong('dilation_rate', '1 where strides are not');
  const filters = f.int('filters', { min: 1, max: INT32 });
  const last = channels === 'channels_last';
  const activation = f.activation('activation', 'tanh');
  const recurrent = f.activation('recurrent_activation', 'sigmoid');
  const channelsOf = (input: Dims): number => knownIn(input, last ? rank : 0);
  return {
    shapes: (input) => ({
      kernel: [...window.kernel, channelsOf(input), 4 * filters],
      recurrent_kernel: [...window.kernel, filters, 4 * filters],
      bias: bias ? [4 * filters] : undefined,
    }),
    bind: (_g, input, weight) => {
      const order = [rank + 1, rank, ...range(rank)];
      const [kernel, again] = [permuteWeight(weight('kernel'), order), permuteWeight(weight('recurrent_kernel'), order)];
      const shift = bias ? weight('bias') : undefined;
      const spatial = last ? input.slice(0, rank) : input.slice(1);
      const made = spatial.map((size, axis) => answered(size, window, axis));
      const state: Dims = last ? [...made, filters] : [filters, ...made];
      const inside = (g: GraphBuilder, x: Value): Value => (last ? moveChannels(g, x, rank, 'first') : x);
      const outside = (g: GraphBuilder, x: Value): Value => (last ? moveChannels(g, x, rank, 'last') : x);
      const inKerasOrder = ({ name, apply }: Activation): Pick<Activation, 'apply'> => ({
        apply: (g, x) => (ELEMENTWISE.test(name) && !ALONG_AXES.has(name) ? apply(g, x) : inside(g, apply(g, outside(g, x)))),
      });
      const functions = { activation: inKerasOrder(activation), recurrent: inKerasOrder(recurrent) };
      return {
        states: [state, state],
        output: 0,
        inside,
        outside,
        project: (g, x) => convolved(g, inside(g, x), [g.constant(kernel), ...(shift ? [g.constant(shift)] : [])], window, [4 * filters, ...made]),
        step: (g, part, [h = part, c = part]) => {
          const z = g.node('Add', [part, g.node('Conv', [h, g.constant(again)], sameAttributes(window.kernel))]);
          return carried(g, g.nodes('Split', [z], { axis: 1, num_outputs: 4 }, 4), c, functions);
        },
      };
    },
  };
}

/** A convolution of [time, batch, channels, …spatial], time and batch being one axis meanwhile. */
function convolved(g: GraphBuilder, x: Value, operands: readonly Value[], window: Window, answer: Dims): Value {
  const axes = x.dims.slice(2);
  if (!allKnown(axes) || !allKnown(answer)) throw unknown();
  const folded = g.node('Reshape', [x, g.ints([-1, ...axes])], {}, [multiplyDims(x.dims.slice(0, 2)), ...axes]);
  const refuse = (code: Code, message: string): HorngateError => new HorngateError(code, message);
  const y = g.node('Conv', [folded, ...operands], windowAttributes(folded, window, { name: 'ConvLSTM', refuse }));
  const shape = g.node('Concat', [g.node('Shape', [x], { start: 0, end: 2 }), g.ints(answer)], { axis: 0 });
  return g.node('Reshape', [y, shape], {}, [...x.dims.slice(0, 2), ...answer]);
}

/** "same" with steps of one: the odd cell of padding stands at the end. */
function sameAttributes(kernel: readonly number[]): Readonly<Record<string, AttributeInput>> {
  const begins = kernel.map((size) => Math.floor((size - 1) / 2));
  return { kernel_shape: kernel, pads: [...begins, ...kernel.map((size, axis) => size - 1 - (begins[axis] ?? 0))] };
}

/** Steps of a window over an axis. */
function answered(size: Dim, { kernel, strides, dilations, padding }: Window, axis: number): number {
  if (!isKnown(size)) throw unknown();
  const stride = strides[axis] ?? 1;
  if (padding === 'same') return Math.ceil(size / stride);
  return Math.max(0, Math.floor((size - (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) - 1) / stride) + 1);
}

/** The last of `rank + 1` axes before the others of them, or the first of them behind. */
function moveChannels(g: GraphBuilder, x: Value, rank: number, to: 'first' | 'last'): Value {
  const front = x.dims.length - rank - 1;
  const own = to === 'first' ? [rank, ...range(rank)] : [...range(rank).map((axis) => axis + 1), 0];
  return g.transpose(x, [...range(front), ...own.map((axis) => axis + front)]);
}

function knownIn(dims: Dims, axis: number): number {
  const dim = dims[axis];
  if (dim === undefined || !isKnown(dim)) throw unknown();
  return dim;
}

const unknown = (): HorngateError =>
  new HorngateError('HG_ARTIFACT_SHAPE', 'Cannot build a convolutional LSTM as it must know its spatial axes and its channels');
