import assert from 'node:assert/strict';
import test from 'node:test';
import { GraphBuilder } from '../graph/builder.ts';
import { symbol } from '../graph/dims.ts';
import { estimate } from '../graph/passes/estimate.ts';
import { optimise } from '../graph/passes/optimise.ts';
import { scan } from '../graph/scan.ts';
import type { Graph } from '../graph/values.ts';
import { checkGraph } from './check-graph.ts';
import { parseModel } from './parse.ts';
import { runGraph } from './run.testing.ts';
import { encodeModel } from './writer.ts';

const float = (data: readonly number[], shape: readonly number[]) => ({ dtype: 'float32' as const, shape, data: Float32Array.from(data) });

/** h = 2 h + x, backwards; also hands out the state before, and a loop over the features of each step inside of the loop over time. */
function loops(): Graph {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [symbol('time'), symbol('batch'), 2]);
  const h = g.node('Neg', [g.input('h', 'float32', [symbol('batch'), 2])]);
  const two = g.floats([2], [1]);
  const bias = g.node('Identity', [h]);
  const first = scan(
    g,
    [h],
    [x],
    ([before], [part]) => {
      if (before === undefined || part === undefined) throw new Error('a loop without arguments');
      const next = g.node('Add', [g.node('Mul', [before, two]), part]);
      const column = g.node('Gather', [part, g.scalar(0, 'int64')], { axis: 1 });
      const inner = scan(g, [column], [g.transpose(part, [1, 0])], ([sum], [feature]) => {
        const added = g.node('Add', [g.node('Mul', [sum ?? column, two]), g.node('Mul', [feature ?? column, column])]);
        return { states: [added], sequences: [] };
      });
      return { states: [next], sequences: [before, bias, inner.states[0] ?? next] };
    },
    { backwards: true },
  );
  const outputs = [...first.states, ...first.sequences].map((value, index) => ({ name: `y${index}`, value }));
  return g.finish(outputs);
}

test('ONNX Runtime runs a loop in a loop as it is written, before and after the passes', async () => {
  for (const graph of [loops(), optimise(loops())]) {
    const found = await runGraph(graph, { x: float([1, 2, 3, 4, 5, 6], [3, 1, 2]), h: float([-1, -10], [1, 2]) });
    // Backwards from [1, 10]: 2 * [1, 10] + [5, 6] = [7, 26]; then + [3, 4] = [17, 56]; then + [1, 2] = [35, 114].
    assert.deepEqual(found['y0']?.data, Float32Array.of(35, 114));
    assert.deepEqual(found['y1']?.data, Float32Array.of(1, 10, 7, 26, 17, 56));
    assert.deepEqual(found['y2']?.data, Float32Array.of(1, 10, 1, 10, 1, 10));
    // Inside: from a, over the features a and b: 2 * (2 a + a a) + b a.
    assert.deepEqual(found['y3']?.data, Float32Array.of(20 + 50 + 30, 12 + 18 + 12, 4 + 2 + 2));
  }
});

const parsed = (bytes: Uint8Array) => parseModel({ member: 'main.onnx', bytes, base: 0, budget: { left: 100_000 } });

test('the second check reads a loop in a loop as it was written', () => {
  const bytes = encodeModel(optimise(loops()), () => 'inline');
  checkGraph('main.onnx', bytes, parsed(bytes));
});

test('the estimate counts what lives inside of a loop, once for all steps', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [10, 4]);
  const { states } = scan(g, [g.node('Neg', [g.input('h', 'float32', [4])])], [x], ([h], [part]) => {
    const wide = g.node('Tile', [g.node('Add', [h ?? x, part ?? x]), g.ints([100])]);
    const narrow = g.node('Slice', [wide, g.ints([0]), g.ints([4])]);
    return { states: [narrow], sequences: [] };
  });
  const [y] = states;
  if (y === undefined) throw new Error('a loop without states');
  // x and h, the state before and after; inside two parts, their sum and the wide one.
  assert.equal(estimate(g.finish([{ name: 'y', value: y }]), 1), 4 * (40 + 4 + 4 + 4 + (4 + 4 + 4 + 400)));
});

const node = (graph: Graph): Graph['nodes'][number] => graph.nodes.find(({ op }) => op === 'Scan') as Graph['nodes'][number];
const changed = (change: (body: Graph) => Graph): Graph => {
  const graph = loops();
  const scanned = node(graph);
  const body = scanned.attributes['body'];
  if (body?.kind !== 'graph') throw new Error('no body');
  const other = { ...scanned, attributes: { ...scanned.attributes, body: { ...body, value: change(body.value) } } };
  return { ...graph, nodes: graph.nodes.map((it) => (it === scanned ? other : it)) };
};

const TAMPERED: Readonly<Record<string, readonly [Graph, RegExp]>> = {
  'an operator inside that is not in the table': [
    changed((body) => ({ ...body, nodes: body.nodes.map((it) => (it.op === 'Gather' ? { ...it, op: 'Loop' } : it)) })),
    /"Loop"/,
  ],
  'nodes inside in the wrong order': [changed((body) => ({ ...body, nodes: body.nodes.toReversed() })), /made before/],
  'a body with an output more': [changed((body) => ({ ...body, outputs: [...body.outputs, ...body.outputs] })), /inputs and outputs/],
  'a body without inputs': [changed((body) => ({ ...body, inputs: body.inputs.slice(1) })), /made before|inputs and outputs/],
  'a value inside that is made twice': [changed((body) => ({ ...body, nodes: [...body.nodes, ...body.nodes.slice(0, 1)] })), /made once/],
};

for (const [name, [graph, message]] of Object.entries(TAMPERED))
  test(`onnx/bodies: the second check refuses ${name}`, () => {
    const bytes = encodeModel(graph, () => 'inline');
    assert.throws(() => checkGraph('main.onnx', bytes, parsed(bytes)), { code: 'HG_ARTIFACT_PROGRAM', message });
  });
