import assert from 'node:assert/strict';
import test from 'node:test';
import { floats, numbers, runGraph } from '../../onnx/run.testing.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { GraphBuilder } from '../builder.ts';
import { type Dim, symbol } from '../dims.ts';
import { sizeOfDim } from '../passes/estimate.ts';
import type { Value } from '../values.ts';

/** Draws whole numbers below `most`, by seed. */
type Pick = (most: number) => number;

interface Draw {
  readonly g: GraphBuilder;
  readonly pick: Pick;
  /** A size from 1 to `most`; in a symbolic round an unknown one, which this call then has. */
  size(most: number): Dim;
  input(dims: readonly Dim[]): Value;
  constant(...dims: readonly number[]): Value;
}

/** Dims that the table infers, at the sizes of the call, against the dims that ONNX Runtime answers with; `symbolic` rounds know some sizes only by name. */
async function agrees(seed: number, symbolic: boolean, build: (draw: Draw) => Value | readonly Value[]): Promise<void> {
  const g = new GraphBuilder();
  const next = numbers(seed);
  const pick: Pick = (most) => Math.floor(((next() + 1) / 2) * most) % most;
  const sizes = new Map<string, number>();
  const shapes: Record<string, Tensor> = {};
  const draw: Draw = {
    g,
    pick,
    size(most) {
      const size = 1 + pick(most);
      if (!symbolic || pick(2) === 0) return size;
      const name = `s${sizes.size}`;
      sizes.set(name, size);
      return symbol(name);
    },
    input(dims) {
      const name = `x${Object.keys(shapes).length}`;
      shapes[name] = floats(
        next,
        dims.map((dim) => sizeOfDim(dim, sizes)),
      );
      return g.input(name, 'float32', dims);
    },
    constant: (...dims) => g.floats(floats(next, dims).data, dims),
  };
  const outputs = [build(draw)].flat() as Value[];
  const found = await runGraph(g.finish(outputs.map((value, index) => ({ name: `y${index}`, value }))), shapes, { optimise: false });
  for (const [index, { dims, dtype }] of outputs.entries()) {
    const inferred = dims.map((dim) => sizeOfDim(dim, sizes));
    assert.deepEqual(inferred, found[`y${index}`]?.dims, `seed ${seed}: inferred, then what ONNX Runtime says`);
    assert.equal(found[`y${index}`]?.type, dtype);
  }
}

const window = ({ pick }: Draw, kernel: readonly number[]): Record<string, readonly number[]> => ({
  strides: kernel.map(() => 1 + pick(3)),
  pads: [...kernel, ...kernel].map((size) => pick(size)),
});

const image = (draw: Draw, channels: number): Value => {
  const [height, width] = [5 + draw.pick(6), 5 + draw.pick(6)];
  return draw.input([draw.size(3), channels, height, width]);
};

const CASES: Readonly<Record<string, (draw: Draw) => Value | readonly Value[]>> = {
  'Add, broadcast': (draw) => {
    const dims = [draw.size(3), draw.size(4), draw.size(3)];
    const other = dims.map((dim) => (draw.pick(3) === 0 ? 1 : dim)).slice(draw.pick(3));
    return draw.g.node('Add', draw.pick(2) === 0 ? [draw.input(dims), draw.input(other)] : [draw.input(other), draw.input(dims)]);
  },
  'Where, broadcast': (draw) => {
    const [a, b] = [draw.size(3), draw.size(4)];
    const condition = draw.g.node('Greater', [draw.input([a, 1]), draw.g.scalar(0)]);
    return draw.g.node('Where', [condition, draw.input([1, b]), draw.input([b])]);
  },
  MatMul: (draw) => {
    const [batch, rows, inner, columns] = [draw.size(3), draw.size(3), draw.size(3), draw.size(3)];
    return draw.g.node('MatMul', [
      draw.input([...(draw.pick(2) === 0 ? [1] : []), batch, rows, inner]),
      draw.input([...(draw.pick(2) === 0 ? [batch] : []), inner, columns]),
    ]);
  },
  Gemm: (draw) => {
    const [rows, inner, columns] = [draw.size(4), draw.size(4), draw.size(4)];
    const [transA, transB] = [draw.pick(2), draw.pick(2)];
    return draw.g.node('Gemm', [draw.input(transA ? [inner, rows] : [rows, inner]), draw.input(transB ? [columns, inner] : [inner, columns])], {
      transA,
      transB,
    });
  },
  'DepthToSpace and SpaceToDepth': (draw) => {
    const block = 1 + draw.pick(3);
    return [
      draw.g.node('DepthToSpace', [draw.input([draw.size(3), 2 * block * block, draw.size(3), draw.size(3)])], { blocksize: block, mode: 'DCR' }),
      draw.g.node('SpaceToDepth', [draw.input([draw.size(3), draw.size(3), 2 * block, block])], { blocksize: block }),
    ];
  },
  Det: (draw) => draw.g.node('Det', [draw.input([draw.size(3), 3, 3])]),
  Reshape: (draw) => {
    const [a, b] = [1 + draw.pick(3), 1 + draw.pick(3)];
    const x = [draw.input([draw.size(4), 2 * a, 3 * b]), draw.input([1 + draw.pick(4), 2 * a, 3 * b])] as const;
    return [draw.g.node('Reshape', [x[0], draw.g.ints([0, a, 6 * b])]), draw.g.node('Reshape', [x[1], draw.g.ints([0, 0, 3, -1])])];
  },
  'Reshape by the builder': (draw) => {
    const [batch, time] = [draw.size(4), draw.size(5)];
    const x = draw.input([batch, time, 6]);
    return [draw.g.reshape(x, [batch, time, 2, 3]), draw.g.flattenFrom(x, 1), draw.g.reshape(draw.g.reshape(x, [batch, time, 1, 6]), [batch, 1, time, 6])];
  },
  Slice: (draw) => {
    const x = draw.input([draw.size(3), 5, 7]);
    const axes = draw.pick(2) === 0 ? [1, 2] : [-1, -2];
    const bound = (): number => draw.pick(20) - 10;
    return draw.g.node('Slice', [
      x,
      draw.g.ints([bound(), bound()]),
      draw.g.ints([bound(), draw.pick(2) === 0 ? 2 ** 40 : -(2 ** 40)]),
      draw.g.ints(axes),
      draw.g.ints([1 + draw.pick(3), draw.pick(2) === 0 ? 2 : -1]),
    ]);
  },
  Concat: (draw) => {
    const dims = [draw.size(3), draw.size(3), draw.size(3)];
    const axis = draw.pick(6) - 3;
    const part = (): Value => draw.input(dims.with(axis < 0 ? axis + 3 : axis, draw.size(4)));
    return draw.g.node('Concat', [part(), part(), part()], { axis });
  },
  Split: (draw) => {
    const x = draw.input([draw.size(3), 6, 4]);
    return draw.pick(2) === 0 ? draw.g.nodes('Split', [x], { axis: -2, num_outputs: 3 }, 3) : draw.g.nodes('Split', [x, draw.g.ints([1, 5])], { axis: 1 }, 2);
  },
  Pad: (draw) => draw.g.node('Pad', [draw.input([draw.size(3), draw.size(3)]), draw.g.ints([draw.pick(3), draw.pick(3), draw.pick(3), draw.pick(3)])], {}),
  'ReduceMean and ReduceMax': (draw) => {
    const x = draw.input([draw.size(3), draw.size(3), draw.size(3)]);
    const keepdims = draw.pick(2);
    const axes = [[0], [1, 2], [-1], [0, -2]][draw.pick(4)] as number[];
    return [draw.g.node('ReduceMean', [x, draw.g.ints(axes)], { keepdims }), draw.g.node('ReduceMax', [x], { keepdims })];
  },
  Gather: (draw) => {
    const x = draw.input([3, draw.size(3), 4]);
    const axis = draw.pick(2) === 0 ? 0 : -1;
    const indices = draw.g.constant({ dtype: 'int64', dims: [2, 2], read: () => new Uint8Array(BigInt64Array.of(0n, 1n, 2n, 0n).buffer) });
    return draw.g.node('Gather', [x, indices], { axis });
  },
  'GatherElements and ScatterElements': (draw) => {
    const [x, size] = [draw.input([draw.size(3), 3, 4]), 1 + draw.pick(4)];
    const places = draw.g.node('Expand', [draw.g.ints([0]), draw.g.ints([1, size, 4])]);
    return [draw.g.node('GatherElements', [x, places], { axis: 1 }), draw.g.node('ScatterElements', [x, places, draw.input([1, size, 4])], { axis: -2 })];
  },
  ScatterND: (draw) => {
    const size = draw.size(3);
    return draw.g.node('ScatterND', [draw.input([3, size]), draw.g.node('Unsqueeze', [draw.g.ints([1]), draw.g.ints([1])]), draw.input([1, size])]);
  },
  Einsum: (draw) => {
    const [a, b, c] = [draw.size(3), draw.size(3), draw.size(3)];
    const equation = ['ab,bc->ca', 'ba,bc->', 'ab,bc->abc'][draw.pick(3)] as string;
    return draw.g.node('Einsum', [draw.input(equation.startsWith('ab') ? [a, b] : [b, a]), draw.input([b, c])], { equation });
  },
  'ArgMax and ArgMin': (draw) => {
    const [x, keepdims] = [draw.input([draw.size(3), draw.size(3), draw.size(3)]), draw.pick(2)];
    return ['ArgMax', 'ArgMin'].map((op) => draw.g.node(op, [x], { axis: draw.pick(6) - 3, keepdims }));
  },
  'NonZero and Unique': (draw) => {
    const { g } = draw;
    const x = g.floats([3, 1, 0, 1], [2, 2]);
    return [g.node('NonZero', [x], {}, [2, 3]), ...g.nodes('Unique', [x], { sorted: 1 }, 4, [3]), g.node('Identity', [draw.input([1])])];
  },
  'IsInf and IsNaN': (draw) => ['IsInf', 'IsNaN'].map((op) => draw.g.node(op, [draw.input([draw.size(3), 2])])),
  'Squeeze and Unsqueeze': (draw) => {
    const x = draw.input([draw.size(3), 1, draw.size(3), 1]);
    return [
      draw.g.node('Squeeze', [x, draw.g.ints(draw.pick(2) === 0 ? [1, 3] : [-1])]),
      draw.g.node('Unsqueeze', [x, draw.g.ints([draw.pick(6), -(1 + draw.pick(6))].filter((axis, at, all) => at === 0 || (all[0] ?? 0) !== axis + 6))]),
    ];
  },
  Transpose: (draw) => {
    const x = draw.input([draw.size(3), draw.size(4), draw.size(5)]);
    return [draw.g.node('Transpose', [x]), draw.g.node('Transpose', [x], { perm: [1, 2, 0] })];
  },
  Tile: (draw) => draw.g.node('Tile', [draw.input([draw.size(3), draw.size(3)]), draw.g.ints([1 + draw.pick(3), 1 + draw.pick(3)])]),
  Expand: (draw) => draw.g.node('Expand', [draw.input([1, 3]), draw.g.ints([2 + draw.pick(3), 3])]),
  Shape: (draw) => draw.g.node('Shape', [draw.input([draw.size(3), draw.size(3), draw.size(3)])], { start: draw.pick(6) - 3, end: draw.pick(6) - 3 }),
  TopK: (draw) => draw.g.nodes('TopK', [draw.input([draw.size(3), 5]), draw.g.ints([1 + draw.pick(5)])], { axis: -1 }, 2),
  'Conv with pads, strides, dilations, groups': (draw) => {
    const group = 1 + draw.pick(2);
    const kernel = [1 + draw.pick(3), 1 + draw.pick(3)];
    const dilations = [1 + draw.pick(2), 1 + draw.pick(2)];
    return draw.g.node('Conv', [image(draw, 2 * group), draw.constant(3 * group, 2, ...kernel)], { ...window(draw, kernel), dilations, group });
  },
  'ConvTranspose with pads, output padding, strides, dilations': (draw) => {
    const kernel = [2 + draw.pick(2), 2 + draw.pick(2)];
    const strides = [1 + draw.pick(3), 1 + draw.pick(3)];
    const window = { strides, dilations: [1 + draw.pick(2), 1], pads: [draw.pick(2), 0, 0, draw.pick(2)], output_padding: strides.map((step) => step - 1) };
    return draw.g.node('ConvTranspose', [image(draw, 2), draw.constant(2, 3, ...kernel)], window);
  },
  'Conv along an unknown time, padded': (draw) => {
    const time = draw.size(9);
    const kernel = 1 + draw.pick(4);
    return draw.g.node('Conv', [draw.input([draw.size(2), 2, time]), draw.constant(3, 2, kernel)], { pads: [kernel, kernel - 1], strides: [1 + draw.pick(3)] });
  },
  'Conv, SAME_UPPER': (draw) => {
    const kernel = [1 + draw.pick(4), 1 + draw.pick(4)];
    const x = draw.input([draw.size(2), 2, draw.size(9), draw.size(9)]);
    return draw.g.node('Conv', [x, draw.constant(3, 2, ...kernel)], { auto_pad: 'SAME_UPPER', strides: [1 + draw.pick(3), 1 + draw.pick(3)] });
  },
  'MaxPool and AveragePool': (draw) => {
    const kernel_shape = [2 + draw.pick(2), 2 + draw.pick(2)];
    const x = image(draw, 2);
    return ['MaxPool', 'AveragePool'].map((op) => draw.g.node(op, [x], { kernel_shape, ...window(draw, kernel_shape) }));
  },
  'pools, SAME_UPPER': (draw) => {
    const x = draw.input([draw.size(2), 2, draw.size(9), draw.size(9)]);
    return ['MaxPool', 'AveragePool'].map((op) => draw.g.node(op, [x], { kernel_shape: [2, 3], strides: [2, 1 + draw.pick(3)], auto_pad: 'SAME_UPPER' }));
  },
  'global pools': (draw) => ['GlobalAveragePool', 'GlobalMaxPool'].map((op) => draw.g.node(op, [image(draw, 3)])),
  'LSTM and GRU, both ways': (draw) => {
    const x = draw.input([draw.size(4), draw.size(3), 3]);
    const [both, units] = [draw.pick(2), 2 + draw.pick(3)];
    const recurrent = (op: string, gates: number, count: number): readonly Value[] => {
      const weights = [draw.constant(1 + both, gates * units, 3), draw.constant(1 + both, gates * units, units)];
      return draw.g.nodes(op, [x, ...weights], { hidden_size: units, direction: both ? 'bidirectional' : 'forward' }, count);
    };
    return [...recurrent('LSTM', 4, 3), ...recurrent('GRU', 3, 2)];
  },
  Range: (draw) =>
    draw.g.node('Range', [draw.g.scalar(draw.pick(5), 'int64'), draw.g.scalar(5 + draw.pick(9), 'int64'), draw.g.scalar(1 + draw.pick(3), 'int64')]),
};

test('shapes that the operator table infers are those of ONNX Runtime', async (t) => {
  for (const [name, build] of Object.entries(CASES))
    await t.test(name, async () => {
      for (let seed = 1; seed <= 12; seed++) await agrees(seed, seed % 2 === 0, build);
    });
});

test('what does not fit is refused when it is added', async (t) => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [symbol('batch'), 4, 6]);
  const misfits: Readonly<Record<string, () => unknown>> = {
    'a kernel of other channels': () => g.node('Conv', [x, g.floats(new Float32Array(15), [1, 5, 3])]),
    'a window that is wider than the input': () => g.node('MaxPool', [x], { kernel_shape: [7] }),
    'inner sizes of a product': () => g.node('MatMul', [x, g.floats(new Float32Array(10), [5, 2])]),
    'two types': () => g.node('Add', [x, g.scalar(1, 'int64')]),
    'a type that the operator does not take': () => g.node('Sqrt', [g.scalar(1, 'int64')]),
    'sizes that cannot be broadcast': () => g.node('Add', [x, g.floats(new Float32Array(5), [5])]),
    'an axis that is not there': () => g.node('Concat', [x, x], { axis: 3 }),
    'a permutation with an axis twice': () => g.node('Transpose', [x], { perm: [0, 1, 1] }),
    'a Split into unequal parts': () => g.nodes('Split', [x], { axis: 2, num_outputs: 4 }, 4),
    'a Squeeze of an axis that is not 1': () => g.node('Squeeze', [x, g.ints([1])]),
    'a Reshape to another number of elements': () => g.node('Reshape', [g.floats(new Float32Array(6), [6]), g.ints([4, -1])]),
    'a missing input': () => g.node('MatMul', [x, null]),
  };
  for (const [name, misfit] of Object.entries(misfits))
    await t.test(name, () => assert.throws(misfit, { code: 'HG_ARTIFACT_SHAPE', message: /^Cannot apply / }));
  await t.test('an operator that is not in the table', () => assert.throws(() => g.node('Loop', [x]), { code: 'HG_INTERNAL' }));
});
