import type { Json } from '../../artifact/json/json.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dim, isKnown } from '../../graph/dims.ts';
import type { Call } from '../define-layer.ts';
import { axisIn } from '../dims.ts';
import { constant, dtypeOf, floats, int, ints, only, pair, plain, tensor, tensors } from './arguments.ts';
import { knownDims, noteDims } from './known-dims.ts';
import { any, booleans, type Lower, numbers, type Row } from './row.ts';
import { allViaKeras, operandOf, viaKeras } from './via-keras.ts';

const pass: Lower = (g, call) => g.node('Identity', [tensor(call, 'input')]);

/** One part of `slice_spec`: a dictionary of bounds is a slice, the text "Ellipsis" is `...`, null is a new axis. */
const getItem: Lower = (g, call) => {
  const x = tensor(call, 'tensor');
  const key = call.argument('slice_spec') ?? { kind: 'json', value: null };
  const parts = (key.kind === 'list' ? key.items : [key]).map((part) => {
    if (part.kind === 'map') {
      const bound = (name: string) => (Object.hasOwn(part.entries, name) && part.entries[name]) || ({ kind: 'json', value: null } as const);
      return { kind: 'slice', start: bound('start'), stop: bound('stop'), step: bound('step') } as const;
    }
    return part.kind === 'json' && part.value === 'Ellipsis' ? ({ kind: 'ellipsis' } as const) : part;
  });
  const picked = viaKeras(g, call, 'GetItem', { args: { x: operandOf(x), key: { kind: 'list', items: parts } } });
  const dims = knownDims(g, x);
  const [only, ...others] = parts;
  const at = only?.kind === 'json' && typeof only.value === 'number' && others.length === 0 ? dims?.at(only.value) : undefined;
  if (at !== undefined && picked.dims.length === 0) noteDims(g, picked, [at]);
  return picked;
};

/** A shape: whole numbers, and sizes that `tf.shape` gave. */
function shapeOf(g: GraphBuilder, call: Call, name: string): readonly Dim[] {
  const operand = call.argument(name);
  const items = operand?.kind === 'list' ? operand.items : operand === undefined ? [] : [operand];
  return items.flatMap((item): readonly Dim[] => {
    if (item.kind === 'json' && typeof item.value === 'number' && Number.isSafeInteger(item.value)) return [item.value];
    const dims = item.kind === 'value' ? knownDims(g, item.value) : undefined;
    if (dims === undefined) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is whole numbers and sizes of tensors`);
    return dims;
  });
}

const reshape: Lower = (g, call) => {
  const x = tensor(call, 'tensor');
  const shape = shapeOf(g, call, 'shape');
  const free = shape.findIndex((dim) => !isKnown(dim));
  if (free < 0) return viaKeras(g, call, 'Reshape', { args: { x: operandOf(x) }, config: { newshape: shape as readonly number[] } });
  // The one size that is not known is the batch, which `tf.shape` read off this very graph: what is left may stand as -1, so the counts must agree.
  const others = shape.filter((_, axis) => axis !== free);
  const batch = shape[free] as Dim;
  const first = x.dims[0];
  const sameBatch = free === 0 && first !== undefined && JSON.stringify(first) === JSON.stringify(batch);
  if (!sameBatch || !others.every((dim) => isKnown(dim))) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a shape whose sizes are decided by a call');
  const count = x.dims.slice(1).reduce<number>((product, dim) => (isKnown(dim) ? product * dim : Number.NaN), 1);
  const rest = (others as readonly number[]).filter((dim) => dim !== -1).reduce((product, dim) => product * dim, 1);
  const holes = others.filter((dim) => dim === -1).length;
  if (holes > 1 || rest === 0 || !(holes === 1 ? count % rest === 0 : count === rest))
    throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot reshape the tensor to the shape of the call');
  return g.reshape(x, [batch, ...(others as readonly number[]).map((dim) => (dim === -1 ? count / rest : dim))]);
};

/** int32, as the function has it where nothing else is said. */
const shape: Lower = (g, call) => {
  const x = tensor(call, 'input');
  const type = dtypeOf(call, 'out_type', 'int32');
  const sizes = x.dims.map((dim) => g.cast(g.reshape(g.size(x, dim), [1]), type));
  const [only] = sizes;
  if (only === undefined) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile the shape of a scalar');
  const whole = sizes.length === 1 ? only : g.node('Concat', sizes, { axis: 0 });
  return noteDims(g, whole, x.dims);
};

/** Pieces of one size each, or sizes that fill the axis. */
const split: Lower = (g, call) => {
  const x = tensor(call, 'value');
  const axis = int(call, 'axis', 0);
  const sizes = plain(call, 'num_or_size_splits');
  if (!Array.isArray(sizes)) return allViaKeras(g, call, 'Split', { args: { x: operandOf(x) }, config: { indices_or_sections: sizes, axis } });
  const list = ints(call, 'num_or_size_splits');
  const whole = x.dims[axisIn(x, axis)];
  const total = list.reduce((sum, size) => sum + size, 0);
  if (list.some((size) => size < 0) || whole !== total) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a split unless its sizes fill an axis');
  let at = 0;
  const indices = list.slice(0, -1).map((size) => (at += size));
  return allViaKeras(g, call, 'Split', { args: { x: operandOf(x) }, config: { indices_or_sections: indices, axis } });
};

const slice: Lower = (g, call) => {
  const [begin, size] = [ints(call, 'begin'), ints(call, 'size')];
  if (begin.length !== size.length) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot slice with begins and sizes of other lengths');
  const bound = (value: number | null) => ({ kind: 'json', value }) as const;
  const items = begin.map((start, axis) => {
    const length = size[axis] as number;
    if (start < 0 || length < -1) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot slice before the start of an axis');
    return { kind: 'slice', start: bound(start), stop: bound(length === -1 ? null : start + length), step: bound(1) } as const;
  });
  const x = tensor(call, 'input_');
  // TensorFlow refuses what reaches past the end, where a slice of Python would be shorter.
  for (const [axis, dim] of x.dims.entries())
    if ((size[axis] ?? -1) !== -1 && !(isKnown(dim) && (begin[axis] as number) + (size[axis] as number) <= dim))
      throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a slice that may reach past the end of an axis');
  return viaKeras(g, call, 'GetItem', { args: { x: operandOf(x), key: { kind: 'list', items } } });
};

/** Along the first axis where none is given. Indices outside are refused by TensorFlow on this processor, by ours too. */
const gather: Lower = (g, call) => {
  if (int(call, 'batch_dims', 0) !== 0) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile "batch_dims" yet');
  const indices = call.argument('indices');
  if (indices === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', 'Cannot call the function without "indices"');
  const at = indices.kind === 'value' ? numbers(call, 'indices') : constant(g, call, indices, 'int32');
  return viaKeras(g, call, 'Take', { args: { x: operandOf(tensor(call, 'params')), indices: operandOf(at) }, config: { axis: int(call, 'axis', 0) } });
};

const oneHot: Lower = (g, call) => {
  only(call, 'on_value', 1);
  only(call, 'off_value', 0);
  const config = { num_classes: int(call, 'depth', 0), axis: int(call, 'axis', -1), dtype: dtypeOf(call, 'dtype', 'float32') };
  return viaKeras(g, call, 'OneHot', { args: { x: operandOf(numbers(call, 'indices')) }, config });
};

const pad: Lower = (g, call) => {
  const mode = plain(call, 'mode', 'CONSTANT');
  const x = tensor(call, 'tensor');
  const value = call.argument('constant_values') ?? { kind: 'json', value: 0 };
  const config = { pad_width: plain(call, 'paddings'), mode: typeof mode === 'string' ? mode.toLowerCase() : mode };
  return viaKeras(g, call, 'Pad', { args: { x: operandOf(x), ...(config.mode === 'constant' ? { constant_values: value } : {}) }, config });
};

const window =
  (keras: string): Lower =>
  (g, call) => {
    only(call, 'data_format', 'NHWC');
    const padding = plain(call, 'padding');
    if (padding !== 'SAME' && padding !== 'VALID') throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a padding other than "SAME" and "VALID"');
    const sized = (name: string): Json => {
      const list = ints(call, name);
      if (list.length !== 1 && list.length !== 2) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${name}" unless it has one or two numbers`);
      return list.length === 1 ? (list[0] as number) : list;
    };
    const config = { pool_size: sized('ksize'), strides: sized('strides'), padding: padding.toLowerCase(), data_format: 'channels_last' };
    return viaKeras(g, call, keras, { args: { inputs: operandOf(floats(call, 'input')) }, config });
  };

/** Functions that move, cut, choose and gather what they are given, and those of images. */
export const SHAPES: readonly Row[] = [
  [
    'concat',
    ['values', 'axis'],
    (g, call) =>
      viaKeras(g, call, 'Concatenate', {
        args: { xs: { kind: 'list', items: tensors(call, 'values').map(operandOf) } },
        config: { axis: int(call, 'axis', 0) },
      }),
  ],
  [
    'stack',
    ['values', 'axis'],
    (g, call) =>
      viaKeras(g, call, 'Stack', { args: { x: { kind: 'list', items: tensors(call, 'values').map(operandOf) } }, config: { axis: int(call, 'axis', 0) } }),
  ],
  [
    'unstack',
    ['value', 'num', 'axis'],
    (g, call) =>
      allViaKeras(g, call, 'Unstack', { args: { x: operandOf(tensor(call, 'value')) }, config: { num: plain(call, 'num'), axis: int(call, 'axis', 0) } }),
  ],
  ['split', ['value', 'num_or_size_splits', 'axis', 'num'], split],
  [
    'tile',
    ['input', 'multiples'],
    (g, call) => viaKeras(g, call, 'Tile', { args: { x: operandOf(tensor(call, 'input')) }, config: { repeats: ints(call, 'multiples') } }),
  ],
  [
    'repeat',
    ['input', 'repeats', 'axis'],
    (g, call) =>
      viaKeras(g, call, 'Repeat', { args: { x: operandOf(tensor(call, 'input')) }, config: { repeats: int(call, 'repeats', 1), axis: plain(call, 'axis') } }),
  ],
  ['compat.v1.pad pad', ['tensor', 'paddings', 'mode', 'constant_values'], pad],
  [
    'compat.v1.transpose transpose',
    ['a', 'perm', 'conjugate'],
    (g, call) => {
      only(call, 'conjugate', false);
      return viaKeras(g, call, 'Transpose', { args: { x: operandOf(tensor(call, 'a')) }, config: { axes: plain(call, 'perm') } });
    },
  ],
  ['reshape', ['tensor', 'shape'], reshape],
  [
    'expand_dims',
    ['input', 'axis'],
    (g, call) => viaKeras(g, call, 'ExpandDims', { args: { x: operandOf(tensor(call, 'input')) }, config: { axis: int(call, 'axis', 0) } }),
  ],
  [
    'compat.v1.squeeze squeeze',
    ['input', 'axis'],
    (g, call) => viaKeras(g, call, 'Squeeze', { args: { x: operandOf(tensor(call, 'input')) }, config: { axis: plain(call, 'axis') } }),
  ],
  [
    'reverse',
    ['tensor', 'axis'],
    (g, call) => viaKeras(g, call, 'Flip', { args: { x: operandOf(tensor(call, 'tensor')) }, config: { axis: ints(call, 'axis') } }),
  ],
  [
    'roll',
    ['input', 'shift', 'axis'],
    (g, call) =>
      viaKeras(g, call, 'Roll', { args: { x: operandOf(tensor(call, 'input')) }, config: { shift: int(call, 'shift', 0), axis: int(call, 'axis', 0) } }),
  ],
  ['compat.v1.gather gather', ['params', 'indices', 'validate_indices', 'axis', 'batch_dims'], gather],
  ['slice', ['input_', 'begin', 'size'], slice],
  ['__operators__.getitem', ['tensor', 'slice_spec'], getItem],
  ['one_hot', ['indices', 'depth', 'on_value', 'off_value', 'axis', 'dtype'], oneHot],
  [
    'cast',
    ['x', 'dtype'],
    (g, call) => viaKeras(g, call, 'Cast', { args: { x: operandOf(tensor(call, 'x')) }, config: { dtype: dtypeOf(call, 'dtype', 'float32') } }),
  ],
  [
    'where',
    ['condition', 'x', 'y'],
    (g, call) => {
      const [x1, x2] = pair(g, call, 'x', 'y');
      return viaKeras(g, call, 'Where', { args: { condition: operandOf(booleans(call, 'condition')), x1: operandOf(x1), x2: operandOf(x2) } });
    },
  ],
  [
    'clip_by_value',
    ['t', 'clip_value_min', 'clip_value_max'],
    (g, call) =>
      viaKeras(g, call, 'Clip', {
        args: { x: operandOf(floats(call, 't')) },
        config: { x_min: plain(call, 'clip_value_min'), x_max: plain(call, 'clip_value_max') },
      }),
  ],
  any('zeros_like', 'ZerosLike', 'input'),
  any('ones_like', 'OnesLike', 'input'),
  ['identity', ['input'], pass],
  ['stop_gradient', ['input'], pass],
  ['compat.v1.shape shape', ['input', 'out_type'], shape],
  [
    'image.resize',
    ['images', 'size', 'method', 'preserve_aspect_ratio', 'antialias'],
    (g, call) => {
      only(call, 'preserve_aspect_ratio', false);
      const config = {
        size: ints(call, 'size'),
        interpolation: plain(call, 'method', 'bilinear'),
        antialias: call.flag('antialias', false),
        data_format: 'channels_last',
      };
      return viaKeras(g, call, 'Resize', { args: { images: operandOf(floats(call, 'images')) }, config });
    },
  ],
  ['nn.avg_pool2d nn.avg_pool', ['input', 'ksize', 'strides', 'padding', 'data_format'], window('AveragePool')],
  ['nn.max_pool2d', ['input', 'ksize', 'strides', 'padding', 'data_format'], window('MaxPool')],
  ...(['depth_to_space', 'space_to_depth'] as const).map(
    (name): Row => [
      `nn.${name}`,
      ['input', 'block_size', 'data_format'],
      (g, call) => {
        only(call, 'data_format', 'NHWC');
        const config = { block_size: int(call, 'block_size', 0), data_format: 'channels_last' };
        return viaKeras(g, call, name === 'depth_to_space' ? 'DepthToSpace' : 'SpaceToDepth', { args: { x: operandOf(floats(call, 'input')) }, config });
      },
    ],
  ),
];
