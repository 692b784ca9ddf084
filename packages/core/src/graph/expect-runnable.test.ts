import assert from 'node:assert/strict';
import test from 'node:test';
import type { DType } from '../tensor/dtype.ts';
import { GraphBuilder } from './builder.ts';
import { type Dims, symbol } from './dims.ts';
import { expectRunnable } from './expect-runnable.ts';
import type { Graph } from './values.ts';

const BATCH = symbol('batch');

function handingOn(dims: Dims, dtype: DType = 'float32'): Graph {
  const g = new GraphBuilder();
  const x = g.input('x', dtype, dims);
  return g.finish([{ name: 'y', value: g.node('Identity', [x]) }]);
}

/** Its input is its output. */
function given(dtype: DType): Graph {
  const g = new GraphBuilder();
  return g.finish([{ name: 'y', value: g.input('x', dtype, [BATCH]) }]);
}

test('a graph that the runner can take passes', () => {
  for (const dims of [[BATCH, 3], [], [BATCH, 1, 1, 1, 1, 1, 1, 1]]) expectRunnable(handingOn(dims));
  for (const dtype of ['float16', 'float64', 'int8', 'uint64', 'bool'] as const) expectRunnable(handingOn([BATCH], dtype));
});

test('a graph that the runner cannot take is refused by name', async (t) => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [BATCH, 3]);
  const [whole, many] = [g.node('Identity', [x]), g.node('Reshape', [x, g.ints([0, 0, ...Array<number>(63).fill(1)])])];
  const empty = g.node('Slice', [x, g.ints([0]), g.ints([0]), g.ints([1])]);
  const made = (value: typeof x, nodes = g.finish([]).nodes): Graph => ({ ...g.finish([{ name: 'y', value }]), nodes });
  const cases: readonly (readonly [string, Graph, string])[] = [
    ['an input without elements', handingOn([BATCH, 0]), 'HG_UNSUPPORTED_FIELD'],
    ['a batch of none', handingOn([0, 3]), 'HG_UNSUPPORTED_FIELD'],
    ['an input of more axes than a frame has', handingOn([BATCH, 1, 1, 1, 1, 1, 1, 1, 1]), 'HG_UNSUPPORTED_FIELD'],
    ['an input of a type that JavaScript has not', given('bfloat16'), 'HG_UNSUPPORTED_DTYPE'],
    [
      'a tensor inside without elements',
      made(
        whole,
        [g.finish([]).nodes.at(-1)].flatMap((node) => node ?? []),
      ),
      'HG_UNSUPPORTED_FIELD',
    ],
    ['a tensor inside of 65 axes', made(whole, g.finish([]).nodes.slice(0, 2)), 'HG_UNSUPPORTED_FIELD'],
    ['an output of 65 axes', made(many, []), 'HG_UNSUPPORTED_FIELD'],
    ['an output without elements', made(empty, []), 'HG_UNSUPPORTED_FIELD'],
    ['no output', g.finish([]), 'HG_ARTIFACT_GRAPH'],
    ['no input', { ...made(whole, []), inputs: [] }, 'HG_ARTIFACT_GRAPH'],
  ];
  for (const [what, graph, code] of cases) await t.test(what, () => assert.throws(() => expectRunnable(graph), { code }));
});
