import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../../words/limits.ts';
import { bytesSource } from '../../source.ts';
import { pureInflate } from '../../zip/inflate.ts';
import { openHdf5 } from '../open-hdf5.ts';
import { walkHdf5 } from '../walk-hdf5.ts';
import type { NewDataset, NewGroup, NewObject } from './new-object.ts';
import { planHdf5 } from './plan-hdf5.ts';

const group = (children: Readonly<Record<string, NewObject>>, attributes?: NewGroup['attributes']): NewGroup => ({
  kind: 'group',
  children: new Map(Object.entries(children)),
  ...(attributes === undefined ? {} : { attributes }),
});

function dataset(dtype: NewDataset['dtype'], shape: readonly number[], numbers: ArrayLike<number> & ArrayBufferView): NewDataset {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return { kind: 'dataset', dtype, shape, pieces: () => [bytes.subarray(0, 3), bytes.subarray(3)] };
}

function written(root: NewGroup): Uint8Array {
  const plan = planHdf5(root);
  const bytes = new Uint8Array(plan.bytes);
  let at = 0;
  for (const piece of plan.pieces()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  assert.equal(at, plan.bytes);
  return bytes;
}

const TREE = group({
  layers: group({
    dense: group({
      vars: group(
        { '0': dataset('float32', [2, 3], Float32Array.of(0, 1, 2, 3, 4, 5.5)), '1': dataset('float64', [], Float64Array.of(-0.1)) },
        { name: 'dichte Schicht ä' },
      ),
    }),
    embedding: group({ vars: group({ '0': dataset('bfloat16', [2], Uint16Array.of(0x3f80, 0xc000)), '1': dataset('float16', [1], Uint16Array.of(0x3c00)) }) }),
    lookup: group({
      vars: group({
        a: dataset('int64', [1], new BigInt64Array([-5n]) as never),
        b: dataset('uint8', [3], Uint8Array.of(1, 2, 255)),
        c: dataset('int8', [0, 4], new Int8Array(0)),
      }),
    }),
    empty: group({}, { name: 'empty' }),
  }),
});

const ORACLE = process.env['HORNGATE_ORACLE'];
const SKIP = ORACLE === undefined || !existsSync(ORACLE) ? 'HORNGATE_ORACLE names no Python with h5py' : false;

test('our own reader finds what was written, and nothing to complain of', () => {
  const file = openHdf5(bytesSource(written(TREE)), DEFAULT_LIMITS, pureInflate);
  const seen = [...walkHdf5(file)];
  assert.deepEqual(
    seen.filter(({ kind }) => kind !== 'object'),
    [],
  );
  const kernel = file.get('layers/dense/vars/0');
  assert.ok(kernel?.kind === 'dataset');
  assert.deepEqual([kernel.dtype, kernel.shape, [...new Float32Array(kernel.read().slice().buffer)]], ['float32', [2, 3], [0, 1, 2, 3, 4, 5.5]]);
  const vars = file.get('layers/dense/vars');
  assert.deepEqual(vars?.kind === 'group' && vars.attributes().get('name')?.strings(), ['dichte Schicht ä']);
  const half = file.get('layers/embedding/vars/0');
  assert.deepEqual(half?.kind === 'dataset' && [half.dtype, [...half.read()]], ['bfloat16', [0x80, 0x3f, 0x00, 0xc0]]);
});

test('the same tree is the same bytes', () => assert.deepEqual(written(TREE), written(TREE)));

test('more or fewer bytes than the shape says are refused', () => {
  for (const numbers of [Float32Array.of(1), Float32Array.of(1, 2, 3)])
    assert.throws(() => written(group({ x: dataset('float32', [2], numbers) })), { code: 'HG_ARTIFACT_WEIGHTS' });
});

test('a name that leads elsewhere is refused', () => {
  for (const name of ['a/b', 'ä', 'a b', 'x\0', 'n'.repeat(256)]) assert.throws(() => written(group({ [name]: group({}) })), { code: 'HG_ARTIFACT_HDF5' });
});

test('h5py reads what was written, thousands of groups and texts too', { skip: SKIP }, () => {
  const many = group(
    Object.fromEntries(Array.from({ length: 9000 }, (_, n) => [`g${n}`, group({ '0': dataset('int32', [1], Int32Array.of(n)) }, { name: `layer ${n}` })])),
  );
  const folder = mkdtempSync(join(tmpdir(), 'horngate-hdf5-'));
  try {
    writeFileSync(join(folder, 'tree.h5'), written(TREE));
    writeFileSync(join(folder, 'many.h5'), written(many));
    const { stdout, stderr } = spawnSync(ORACLE as string, ['-c', PROGRAM, folder], { encoding: 'utf8' });
    assert.equal(stdout.trim(), EXPECTED, stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const PROGRAM = `
import h5py, sys, json
with h5py.File(sys.argv[1] + '/tree.h5', 'r') as f:
    said = []
    def visit(name, o):
        row = [name, dict(o.attrs)]
        if isinstance(o, h5py.Dataset): row += [str(o.dtype), list(o.shape), o[()].tobytes().hex(), o.chunks is None]
        said.append(row)
    f.visititems(visit)
with h5py.File(sys.argv[1] + '/many.h5', 'r') as f:
    ok = all(f['g%d/0' % n][0] == n and f['g%d' % n].attrs['name'] == 'layer %d' % n for n in range(9000))
print(json.dumps([said, len(said), ok], ensure_ascii=False, separators=(',', ':')))
`;

const EXPECTED = JSON.stringify([
  [
    ['layers', {}],
    ['layers/dense', {}],
    ['layers/dense/vars', { name: 'dichte Schicht ä' }],
    ['layers/dense/vars/0', {}, 'float32', [2, 3], '000000000000803f00000040000040400000804000' + '00b040', true],
    ['layers/dense/vars/1', {}, 'float64', [], '9a9999999999b9bf', true],
    ['layers/embedding', {}],
    ['layers/embedding/vars', {}],
    ['layers/embedding/vars/0', { dtype: 'bfloat16' }, '|V2', [2], '803f00c0', true],
    ['layers/embedding/vars/1', {}, 'float16', [1], '003c', true],
    ['layers/empty', { name: 'empty' }],
    ['layers/lookup', {}],
    ['layers/lookup/vars', {}],
    ['layers/lookup/vars/a', {}, 'int64', [1], 'fbffffffffffffff', true],
    ['layers/lookup/vars/b', {}, 'uint8', [3], '0102ff', true],
    ['layers/lookup/vars/c', {}, 'int8', [0, 4], '', true],
  ],
  15,
  true,
]);
