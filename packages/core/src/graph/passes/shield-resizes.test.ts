import assert from 'node:assert/strict';
import { test } from 'node:test';
import { floats, numbers, runGraph } from '../../onnx/run.testing.ts';
import { GraphBuilder } from '../builder.ts';
import { symbol } from '../dims.ts';
import { optimise } from './optimise.ts';

test('a Resize that interpolates runs behind a Transpose of any order', async (t) => {
  for (const perm of [
    [0, 2, 3, 1],
    [0, 3, 1, 2],
    [0, 2, 1, 3],
  ])
    await t.test(perm.join(), async () => {
      const g = new GraphBuilder();
      const x = g.input('x', 'float32', [symbol('batch'), 3, 4, 5]);
      const moved = g.transpose(g.node('Relu', [x]), perm);
      const [, channels = 1, height = 1, width = 1] = moved.dims as number[];
      const sizes = g.node('Concat', [g.node('Shape', [moved], { start: 0, end: 2 }), g.ints([height * 2, width * 2])], { axis: 0 });
      const declared = [moved.dims[0] ?? 1, channels, height * 2, width * 2];
      const y = g.node('Resize', [moved, null, null, sizes], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }, declared);
      // Moving the first Transpose past the Resize would cancel both.
      const back = g.transpose(
        y,
        [...perm.keys()].map((axis) => perm.indexOf(axis)),
      );
      const graph = g.finish([{ name: 'y', value: g.node('Relu', [back]) }]);
      const inputs = { x: floats(numbers(5), [2, 3, 4, 5]) };
      // As it stands, node by node, ONNX Runtime moves nothing.
      const wanted = (await runGraph(graph, inputs, { optimise: false }))['y']?.data as Float32Array;
      const found = (await runGraph(optimise(graph), inputs))['y']?.data as Float32Array;
      wanted.forEach((value, at) => void assert.ok(Math.abs(value - (found[at] as number)) < 1e-6));
    });
});
