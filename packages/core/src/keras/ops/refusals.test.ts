import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import type { Operand } from '../operand.ts';
import { OPERATIONS } from './index.ts';
import { lowerOperation, number, type TestTensor } from './operations.testing.ts';

const x: TestTensor = { dims: ['batch', 3, 4] };
const whole: TestTensor = { dims: ['batch', 3], dtype: 'int32' };
const list = (...items: readonly Operand[]): Operand => ({ kind: 'list', items });

/** What a file can ask for that has no answer, or one that Keras itself does not give: name, config, arguments, code. */
const REFUSED: readonly (readonly [string, JsonObject, readonly (TestTensor | Operand)[], string])[] = [
  ['Split', { indices_or_sections: 2, axis: 1 }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Split', { indices_or_sections: [3, 1], axis: 2 }, [x], 'HG_UNSUPPORTED_FIELD'],
  ['Split', { indices_or_sections: 1e9, axis: 1 }, [x], 'HG_ARTIFACT_FIELD'],
  ['Split', { indices_or_sections: 1, axis: 0 }, [x], 'HG_ARTIFACT_SHAPE'],
  ['ArraySplit', { indices_or_sections: 5, axis: 1 }, [x], 'HG_UNSUPPORTED_FIELD'],
  ['Pad', { pad_width: 1 }, [x], 'HG_ARTIFACT_FIELD'],
  ['Pad', { pad_width: [[1, 1]] }, [x], 'HG_ARTIFACT_SHAPE'],
  [
    'Pad',
    {
      pad_width: [
        [0, 0],
        [0, -1],
        [0, 0],
      ],
    },
    [x],
    'HG_ARTIFACT_FIELD',
  ],
  [
    'Pad',
    {
      pad_width: [
        [0, 0],
        [3, 0],
        [0, 0],
      ],
      mode: 'reflect',
    },
    [x],
    'HG_ARTIFACT_SHAPE',
  ],
  [
    'Pad',
    {
      pad_width: [
        [1, 0],
        [0, 0],
        [0, 0],
      ],
      mode: 'symmetric',
    },
    [x],
    'HG_ARTIFACT_SHAPE',
  ],
  ['Repeat', { repeats: 1e9, axis: 1 }, [x], 'HG_ARTIFACT_FIELD'],
  ['Repeat', { repeats: [60000, 60000, 1], axis: 1 }, [x], 'HG_LIMIT_ACTIVATION'],
  ['Repeat', { repeats: [1, 2], axis: 1 }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Roll', { shift: [1, 2], axis: 1 }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Rot90', { k: 1, axes: [1] }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Moveaxis', { source: [0, 1], destination: [0] }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Diff', { n: 1e6, axis: 1 }, [x], 'HG_ARTIFACT_FIELD'],
  ['Diagonal', { offset: 9, axis1: 1, axis2: 2 }, [x], 'HG_UNSUPPORTED_FIELD'],
  ['Diagonal', { offset: 0, axis1: 0, axis2: 1 }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Diag', { k: 0 }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Vander', { N: 3 }, [x], 'HG_ARTIFACT_SHAPE'],
  ['BroadcastTo', { shape: [2, 3] }, [x], 'HG_ARTIFACT_SHAPE'],
  ['BroadcastTo', { shape: [2, 3, 5] }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Einsum', { subscripts: 'bij->bkj' }, [x], 'HG_ARTIFACT_SHAPE'],
  ['Einsum', { subscripts: 'bij,bjk->bik' }, [x], 'HG_ARTIFACT_FIELD'],
  ['Einsum', { subscripts: 'bi->b' }, [x], 'HG_ARTIFACT_FIELD'],
  ['Einsum', { subscripts: 'bij->bb' }, [x], 'HG_ARTIFACT_FIELD'],
  ['Einsum', { subscripts: 'b..->b' }, [x], 'HG_ARTIFACT_FIELD'],
  ['Einsum', { subscripts: 'b...->b' }, [x], 'HG_ARTIFACT_FIELD'],
  ['Einsum', { subscripts: 'a'.repeat(100_000) }, [x], 'HG_ARTIFACT_FIELD'],
  ['Tensordot', { axes: 1e9 }, [x, x], 'HG_ARTIFACT_FIELD'],
  [
    'Tensordot',
    {
      axes: [
        [1, 1],
        [1, 2],
      ],
    },
    [x, x],
    'HG_ARTIFACT_SHAPE',
  ],
  ['Cross', { axisa: 2, axisb: 2, axisc: 2 }, [x, x], 'HG_ARTIFACT_SHAPE'],
  ['Take', { axis: 1 }, [x, x], 'HG_UNSUPPORTED_DTYPE'],
  ['Take', { axis: 3 }, [x, number(0)], 'HG_ARTIFACT_SHAPE'],
  ['TakeAlongAxis', { axis: 1 }, [x, whole], 'HG_ARTIFACT_SHAPE'],
  ['Linspace', { num: 0 }, [x, x], 'HG_ARTIFACT_FIELD'],
  ['Linspace', { num: 3, axis: 9 }, [x, x], 'HG_ARTIFACT_SHAPE'],
  ['Linspace', { num: 3, retstep: true }, [x, x], 'HG_UNSUPPORTED_FIELD'],
  ['Bincount', { minlength: 1e9 }, [whole], 'HG_ARTIFACT_FIELD'],
  ['Bincount', { weights: [1, 2, 3] }, [whole], 'HG_UNSUPPORTED_FIELD'],
  ['Unique', { axis: 1 }, [x], 'HG_UNSUPPORTED_FIELD'],
  ['Nanmedian', { axis: [1] }, [x], 'HG_UNSUPPORTED_FIELD'],
  ['Where', {}, [{ dims: ['batch', 3], dtype: 'bool' }], 'HG_UNSUPPORTED_FIELD'],
  ['View', { dtype: 'int32' }, [x], 'HG_UNSUPPORTED_FIELD'],
  ['Clip', { x_min: 0.5, x_max: 2 }, [whole], 'HG_ARTIFACT_FIELD'],
  ['Select', {}, [list({ kind: 'json', value: true }), list(number(1), number(2))], 'HG_ARTIFACT_SHAPE'],
  ['Concatenate', { axis: 0 }, [list()], 'HG_ARTIFACT_GRAPH'],
  ['Stack', { axis: 9 }, [list(number(1))], 'HG_ARTIFACT_SHAPE'],
  ['Add', {}, [{ dims: ['batch', 3, 3] }, { dims: [3, 1] }], 'HG_UNSUPPORTED_FIELD'],
  ['Add', {}, [{ dims: [3, 3] }, { dims: [3, 1] }], 'HG_UNSUPPORTED_FIELD'],
  ['Add', {}, [{ dims: ['batch', 'time', 'time'] }, { dims: ['time', 1] }], 'HG_UNSUPPORTED_FIELD'],
  ['SearchSorted', {}, [{ dims: [3] }, x], 'HG_ARTIFACT_SHAPE'],
  ['Trapezoid', { axis: -2 }, [x], 'HG_UNSUPPORTED_FIELD'],
];

for (const [name, config, args, code] of REFUSED)
  test(`${name} refuses ${JSON.stringify(config).slice(0, 60)}: ${code}`, () => {
    const operation = OPERATIONS.get(name);
    assert.ok(operation);
    assert.throws(() => lowerOperation(operation, args, config), { code });
  });

test('a sum that every backend of Keras broadcasts alike is one', () => {
  const add = OPERATIONS.get('Add');
  assert.ok(add);
  for (const dims of [[3], [1, 3], [4, 1, 3], [4, 3]]) assert.doesNotThrow(() => lowerOperation(add, [{ dims: ['batch', 4, 3] }, { dims }]));
  assert.doesNotThrow(() => lowerOperation(add, [{ dims: ['batch', 4, 3] }, { dims: [4, 1] }]));
});
