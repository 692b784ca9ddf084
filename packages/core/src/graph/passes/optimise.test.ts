import assert from 'node:assert/strict';
import test from 'node:test';
import { floats, numbers, runGraph } from '../../onnx/run.testing.ts';
import { GraphBuilder } from '../builder.ts';
import { symbol } from '../dims.ts';
import type { Graph, Value } from '../values.ts';
import { optimise } from './optimise.ts';
import { verify } from './verify.ts';

const TO_NCHW = [0, 3, 1, 2];
const TO_NHWC = [0, 2, 3, 1];
const count = (graph: Graph, op: string): number => graph.nodes.filter((node) => node.op === op).length;
const ops = (graph: Graph): string[] => graph.nodes.map(({ op }) => op);

/** Layers as they are lowered: images are [batch, height, width, channels], convolutions stand between two Transpose nodes. */
class Layers {
  readonly g = new GraphBuilder();
  readonly next: () => number;

  constructor(seed: number) {
    this.next = numbers(seed);
  }

  constant(...dims: readonly number[]): Value {
    return this.g.floats(floats(this.next, dims).data, dims);
  }

  positive(...dims: readonly number[]): Value {
    return this.g.floats(
      floats(this.next, dims).data.map((value) => Math.abs(value) + 0.5),
      dims,
    );
  }

  channelsFirst(x: Value, op: (x: Value) => Value): Value {
    return this.g.transpose(op(this.g.transpose(x, TO_NCHW)), TO_NHWC);
  }

  conv(x: Value, filters: number, { kernel = 3, stride = 1, group = 1, same = true, bias = true } = {}): Value {
    const channels = x.dims[3] as number;
    const weights = [this.constant(filters, channels / group, kernel, kernel), ...(bias ? [this.constant(filters)] : [])];
    return this.channelsFirst(x, (image) =>
      this.g.node('Conv', [image, ...weights], { strides: [stride, stride], group, ...(same ? { auto_pad: 'SAME_UPPER' } : {}) }),
    );
  }

  norm(x: Value): Value {
    const channels = x.dims[3] as number;
    return this.channelsFirst(x, (image) =>
      this.g.node('BatchNormalization', [image, this.positive(channels), this.constant(channels), this.constant(channels), this.positive(channels)], {
        epsilon: 1e-3,
      }),
    );
  }

  relu6(x: Value): Value {
    return this.g.node('Clip', [x, this.g.scalar(0), this.g.scalar(6)]);
  }

  pad(x: Value, before: number, after: number): Value {
    return this.g.node('Pad', [x, this.g.ints([0, before, before, 0, 0, after, after, 0])], {});
  }

  mean(x: Value, keepdims = 0): Value {
    return this.g.node('ReduceMean', [x, this.g.ints([1, 2])], { keepdims });
  }

  dense(x: Value, units: number): Value {
    return this.g.node('Add', [this.g.node('MatMul', [x, this.constant(x.dims.at(-1) as number, units)]), this.constant(units)]);
  }
}

const image = (layers: Layers, size = 8, channels = 3): Value => layers.g.input('image', 'float32', [symbol('batch'), size, size, channels]);

/** The optimised graph, after ONNX Runtime found that it answers what the graph as it was written answers. */
async function same(graph: Graph, shape: readonly number[], seed = 1): Promise<Graph> {
  const better = optimise(graph);
  const feeds = { image: floats(numbers(seed), shape) };
  const [wanted, found] = [await runGraph(graph, feeds, { optimise: false }), await runGraph(better, feeds)];
  for (const [name, output] of Object.entries(wanted)) {
    assert.deepEqual(found[name]?.dims, output.dims, `dims of ${name}`);
    const [a, b] = [output.data as Float32Array, found[name]?.data as Float32Array];
    const most = a.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    a.forEach((value, at) => {
      assert.ok(Math.abs(value - (b[at] ?? Number.NaN)) <= 1e-6 + 1e-5 * most, `${name}[${at}]: ${value}, ${b[at]}`);
    });
  }
  return better;
}

test('a channels-last network keeps one Transpose', async (t) => {
  await t.test('VGG: convolutions, biases in NHWC, pools, Flatten', async () => {
    const l = new Layers(1);
    let x = image(l);
    for (const filters of [4, 8]) {
      x = l.g.node('Relu', [l.g.node('Add', [l.conv(x, filters, { bias: false }), l.constant(filters)])]);
      x = l.channelsFirst(x, (y) => l.g.node('MaxPool', [y], { kernel_shape: [2, 2], strides: [2, 2] }));
    }
    const graph = await same(l.g.finish([{ name: 'y', value: l.dense(l.g.reshape(x, [symbol('batch'), 32]), 5) }]), [2, 8, 8, 3]);
    assert.deepEqual(ops(graph), ['Transpose', 'Conv', 'Relu', 'MaxPool', 'Conv', 'Relu', 'MaxPool', 'Transpose', 'Reshape', 'MatMul', 'Add']);
  });

  await t.test('MobileNetV2: depthwise, BatchNormalization, ReLU 6, padding, residuals', async () => {
    const l = new Layers(2);
    let x = l.relu6(l.norm(l.conv(image(l), 4, { stride: 2, bias: false })));
    for (const stride of [1, 2, 1]) {
      let y = l.relu6(l.norm(l.conv(x, 8, { kernel: 1, bias: false })));
      if (stride === 2) y = l.pad(y, 0, 1);
      y = l.relu6(l.norm(l.conv(y, 8, { stride, group: 8, same: stride === 1, bias: false })));
      y = l.norm(l.conv(y, 4, { kernel: 1, bias: false }));
      x = stride === 1 ? l.g.node('Add', [x, y]) : y;
    }
    const graph = await same(l.g.finish([{ name: 'y', value: l.g.node('Softmax', [l.dense(l.mean(x), 5)], { axis: -1 }) }]), [2, 8, 8, 3]);
    assert.deepEqual([count(graph, 'Transpose'), count(graph, 'Pad'), count(graph, 'BatchNormalization')], [1, 0, 0]);
    assert.equal(graph.nodes.length, 1 + 10 + 7 + 2 + 4);
  });

  await t.test('ResNet: a Pad before the first Transpose, two branches', async () => {
    const l = new Layers(3);
    const x = l.g.node('Relu', [l.norm(l.conv(l.pad(image(l), 3, 3), 4, { kernel: 7, stride: 2, same: false }))]);
    const y = l.norm(l.conv(x, 8));
    const z = l.norm(l.conv(x, 8, { kernel: 1 }));
    const graph = await same(l.g.finish([{ name: 'y', value: l.mean(l.g.node('Relu', [l.g.node('Add', [y, z])])) }]), [1, 8, 8, 3]);
    assert.deepEqual(ops(graph), ['Transpose', 'Conv', 'Relu', 'Conv', 'Conv', 'Add', 'Relu', 'ReduceMean']);
  });

  await t.test('squeeze and excite: a small tensor is spread over a large one', async () => {
    const l = new Layers(4);
    const x = l.conv(image(l), 4);
    const gate = l.g.node('Sigmoid', [l.dense(l.mean(x), 4)]);
    const scaled = l.g.node('Mul', [x, l.g.reshape(gate, [symbol('batch'), 1, 1, 4])]);
    const graph = await same(l.g.finish([{ name: 'y', value: l.mean(l.conv(scaled, 6)) }]), [3, 8, 8, 3]);
    assert.equal(count(graph, 'Transpose'), 1);
  });

  await t.test('U-Net: Resize, Concat, PRelu, and an image as output', async () => {
    const l = new Layers(5);
    const x = l.g.node('PRelu', [l.conv(image(l), 4), l.constant(8, 8, 4)]);
    const half = l.channelsFirst(x, (y) => l.g.node('AveragePool', [y], { kernel_shape: [2, 2], strides: [2, 2] }));
    const scales = l.g.floats([1, 2, 2, 1], [4]);
    const up = l.g.node('Resize', [l.conv(half, 4), null, scales], { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' }, [
      symbol('batch'),
      8,
      8,
      4,
    ]);
    const graph = await same(l.g.finish([{ name: 'y', value: l.conv(l.g.node('Concat', [x, up], { axis: -1 }), 2) }]), [2, 8, 8, 3]);
    assert.equal(count(graph, 'Transpose'), 2);
  });

  await t.test('Slice, Split, Squeeze, Shape, Where and reductions find their axes', async () => {
    const l = new Layers(6);
    const x = l.conv(image(l, 9), 6);
    const cut = l.g.node('Slice', [x, l.g.ints([1, 0]), l.g.ints([8, 4]), l.g.ints([1, -1])]);
    const [a, b] = l.g.nodes('Split', [cut], { axis: 3, num_outputs: 2 }, 2) as [Value, Value];
    const where = l.g.node('Where', [l.g.node('Greater', [a, b]), a, l.g.node('Neg', [b])]);
    const most = l.g.node('Squeeze', [l.g.node('ReduceMax', [where, l.g.ints([-3])], { keepdims: 1 }), l.g.ints([1])]);
    const size = l.g.cast(l.g.node('Shape', [x], { start: 2, end: 3 }), 'float32');
    const graph = await same(
      l.g.finish([
        { name: 'y', value: most },
        { name: 'z', value: l.g.node('ReduceSum', [l.g.node('Add', [l.g.node('Mul', [where, where]), size]), l.g.ints([3])], { keepdims: 0 }) },
      ]),
      [2, 9, 9, 3],
    );
    assert.equal(count(graph, 'Transpose'), 2);
  });
});

test('a graph stays as it is where nothing is gained', async (t) => {
  await t.test('one Permute that is read twice', async () => {
    const l = new Layers(7);
    const x = l.g.transpose(image(l), [0, 2, 1, 3]);
    const graph = await same(
      l.g.finish([
        { name: 'y', value: l.g.node('Relu', [x]) },
        { name: 'z', value: l.g.node('Tanh', [x]) },
      ]),
      [2, 8, 8, 3],
    );
    assert.deepEqual(ops(graph), ['Transpose', 'Relu', 'Tanh']);
  });

  await t.test('a scale behind a convolution that somebody else reads too', async () => {
    const l = new Layers(8);
    const x = l.g.node('Conv', [l.g.transpose(image(l), TO_NCHW), l.constant(4, 3, 3, 3)]);
    const y = l.g.node('Mul', [x, l.constant(4, 1, 1)]);
    const graph = await same(l.g.finish([{ name: 'y', value: l.g.node('Add', [x, y]) }]), [2, 8, 8, 3]);
    assert.equal(count(graph, 'Mul'), 1);
  });

  await t.test('a constant along another axis than the channels', async () => {
    const l = new Layers(9);
    const x = l.g.node('Conv', [l.g.transpose(image(l, 6), TO_NCHW), l.constant(4, 3, 3, 3)]);
    const graph = await same(l.g.finish([{ name: 'y', value: l.g.node('Mul', [x, l.constant(4)]) }]), [2, 6, 6, 3]);
    assert.equal(count(graph, 'Mul'), 1);
  });

  await t.test('a Pad of something else than zeros, or before a pool', async () => {
    const l = new Layers(10);
    const ones = l.g.node('Pad', [image(l), l.g.ints([0, 1, 1, 0, 0, 1, 1, 0]), l.g.scalar(1)]);
    const x = l.pad(l.conv(ones, 4, { same: false }), 1, 1);
    const graph = await same(l.g.finish([{ name: 'y', value: l.channelsFirst(x, (y) => l.g.node('MaxPool', [y], { kernel_shape: [2, 2] })) }]), [2, 8, 8, 3]);
    assert.equal(count(graph, 'Pad'), 2);
  });
});

test('zeros before a MaxPool stay zeros in ONNX Runtime', async () => {
  // ResNet50V2 has this: where a window at the border sees negative values only, 0 must win, and -inf would lose.
  const l = new Layers(10);
  const x = l.pad(l.conv(image(l), 4, { same: false }), 1, 1);
  await same(l.g.finish([{ name: 'y', value: l.channelsFirst(x, (y) => l.g.node('MaxPool', [y], { kernel_shape: [2, 2] })) }]), [2, 8, 8, 3]);
});

test('Relu and Min become Clip where they mean the same', async (t) => {
  const build = async (most: number): Promise<string[]> => {
    const l = new Layers(14);
    const relu = l.g.node('Relu', [l.g.node('Mul', [image(l), l.g.scalar(9)])]);
    return ops(await same(l.g.finish([{ name: 'y', value: l.g.node('Min', [relu, l.g.scalar(most)]) }]), [2, 8, 8, 3]));
  };
  await t.test('a ceiling of 6', async () => assert.deepEqual(await build(6), ['Mul', 'Clip']));
  await t.test('a ceiling below the floor', async () => assert.deepEqual(await build(-1), ['Mul', 'Relu', 'Min']));
  await t.test('NaN and infinities', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', 'float32', [4]);
    const graph = optimise(g.finish([{ name: 'y', value: g.node('Min', [g.node('Relu', [x]), g.scalar(6)]) }]));
    assert.deepEqual(ops(graph), ['Clip']);
    const feeds = { x: { dtype: 'float32', shape: [4], data: Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5) } } as const;
    assert.deepEqual((await runGraph(graph, feeds))['y']?.data, Float32Array.of(Number.NaN, 6, 0, 5));
  });
});

test('Reshapes in a row become one, and outputs keep a node of their own', async () => {
  const l = new Layers(11);
  const x = image(l);
  const y = l.g.reshape(l.g.reshape(l.g.reshape(x, [symbol('batch'), 64, 3]), [symbol('batch'), 8, 24]), [symbol('batch'), 4, 48]);
  const graph = await same(
    l.g.finish([
      { name: 'y', value: l.g.node('Identity', [y]) },
      { name: 'again', value: l.g.node('Identity', [y]) },
      { name: 'image', value: l.g.node('Identity', [x]) },
    ]),
    [2, 8, 8, 3],
  );
  assert.deepEqual(ops(graph).sort(), ['Identity', 'Identity', 'Reshape']);
});

test('random networks answer the same after all passes', async () => {
  for (let seed = 20; seed < 60; seed++) await same(randomNetwork(seed), [2, 6, 6, 4], seed);
});

/** Twelve operators drawn by seed over images of one shape, channels last, so that any two of them fit. */
function randomNetwork(seed: number): Graph {
  const l = new Layers(seed);
  const pick = (most: number): number => Math.floor(((l.next() + 1) / 2) * most) % most;
  const values = [image(l, 6, 4)];
  const any = (): Value => values[pick(values.length)] as Value;
  const kinds: readonly ((x: Value) => Value)[] = [
    (x) => l.conv(x, 4),
    (x) => l.conv(x, 4, { group: 4, bias: false }),
    (x) => l.norm(x),
    (x) => l.g.node('Add', [x, any()]),
    (x) => l.g.node('Mul', [l.constant(4), x]),
    (x) => l.g.node('Sub', [x, l.constant(6, 1)]),
    (x) => l.g.node('Max', [x, any(), l.constant(1, 6, 6, 4)]),
    (x) => l.g.node('Mul', [x, l.mean(x, 1)]),
    (x) => l.g.node('Sigmoid', [x]),
    (x) => l.conv(l.pad(x, 1, 1), 4, { same: false }),
    (x) => l.g.node('Slice', [l.conv(l.pad(x, 1, 0), 4), l.g.ints([1, 1]), l.g.ints([7, 7]), l.g.ints([1, 2])]),
    (x) => l.g.node('Slice', [l.g.node('Concat', [x, any()], { axis: 3 }), l.g.ints([2]), l.g.ints([6]), l.g.ints([3])]),
    (x) => l.g.transpose(x, [0, 2, 1, 3]),
    (x) => l.g.node('Sub', [x, l.g.node('ReduceMax', [x, l.g.ints([2])], { keepdims: 1 })]),
    (x) => l.g.node('Softmax', [x], { axis: -1 }),
  ];
  for (let step = 0; step < 12; step++) values.push((kinds[pick(kinds.length)] as (x: Value) => Value)(any()));
  return l.g.finish([
    { name: 'y', value: l.g.node('Identity', [values.at(-1) as Value]) },
    { name: 'z', value: l.mean(l.g.node('Add', [any(), any()])) },
  ]);
}

test('what a pass breaks is found', async (t) => {
  const build = (): Graph => {
    const l = new Layers(12);
    return l.g.finish([{ name: 'y', value: l.g.node('Relu', [l.conv(image(l), 4)]) }]);
  };
  const broken: Readonly<Record<string, (graph: Graph) => Graph>> = {
    'a node that comes too early': (graph) => ({ ...graph, nodes: graph.nodes.toReversed() }),
    'a value that is made twice': (graph) => ({ ...graph, nodes: [...graph.nodes, ...graph.nodes.slice(-1)] }),
    'a constant that is gone': (graph) => ({ ...graph, constants: graph.constants.slice(1) }),
    'an operator that is not ours': (graph) => edited(graph, 'Relu', { op: 'FancyRelu' }),
    'an attribute that the operator does not have': (graph) => edited(graph, 'Relu', { attributes: { alpha: { kind: 'float', value: 1 } } }),
    'too few inputs': (graph) => edited(graph, 'Conv', { inputs: [] }),
    'another permutation': (graph) => edited(graph, 'Transpose', { attributes: { perm: { kind: 'ints', value: [0, 1, 2, 3] } } }),
    'another type': (graph) => ({ ...graph, outputs: graph.outputs.map(({ name, value }) => ({ name, value: { ...value, dtype: 'int64' } })) }),
  };
  for (const [name, breakIt] of Object.entries(broken))
    await t.test(name, () => {
      assert.doesNotThrow(() => verify(build()));
      assert.throws(() => verify(breakIt(build()), 'a test'), { code: 'HG_INTERNAL' });
    });
});

function edited(graph: Graph, op: string, change: Partial<Graph['nodes'][number]>): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.op === op ? { ...node, ...change } : node)) };
}
