import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bytesOf, type Tensor } from '../../tensor/tensor.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { bytesSource } from '../source.ts';
import { crc32 } from '../zip/crc32.ts';
import { pureInflate } from '../zip/inflate.ts';
import { readNpz, writeNpz } from './npz.ts';
import { readNpy } from './read-npy.ts';
import { writeNpy } from './write-npy.ts';

interface Known {
  readonly name: string;
  readonly npy: string;
  readonly canonical: boolean;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly hex?: string;
  readonly strings?: readonly string[];
}

const KNOWN = JSON.parse(readFileSync(new URL('known/numpy.json', import.meta.url), 'utf8')) as {
  arrays: Known[];
  refused: Known[];
  archives: Record<string, { npz: string; members: Record<string, string> }>;
};
const LIMITS = { maxTensorBytes: 1 << 20 };
const decoded = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));
const read = (bytes: Uint8Array, limits = LIMITS): Tensor => readNpy(bytesSource(bytes), limits);
const npz = (bytes: Uint8Array, limits = LIMITS): Map<string, Tensor> => readNpz(bytesSource(bytes), limits, pureInflate, { crc32 });

function view(tensor: Tensor): unknown {
  const { dtype, shape } = tensor;
  return tensor.dtype === 'string' ? { dtype, shape, strings: tensor.data } : { dtype, shape, hex: Buffer.from(bytesOf(tensor)).toString('hex') };
}

test('Arrays that NumPy saves are read alike', async (t) => {
  for (const { name, npy, dtype, shape, hex, strings } of KNOWN.arrays)
    await t.test(name, () => assert.deepEqual(view(read(decoded(npy))), strings === undefined ? { dtype, shape, hex } : { dtype, shape, strings }));
});

test('Arrays are written byte for byte as NumPy saves them', async (t) => {
  for (const { name, npy, canonical, dtype } of KNOWN.arrays)
    if (canonical && name !== 'bytes') await t.test(`${name}, ${dtype}`, () => assert.deepEqual(writeNpy(read(decoded(npy))), decoded(npy)));
  await t.test('bfloat16 becomes float32', () => {
    const tensor = read(writeNpy({ dtype: 'bfloat16', shape: [2], data: Uint16Array.of(0x3f80, 0xc000) }));
    assert.deepEqual(tensor, { dtype: 'float32', shape: [2], data: Float32Array.of(1, -2) });
  });
});

test('What is no tensor is refused', async (t) => {
  for (const { name, npy } of KNOWN.refused)
    await t.test(name, () =>
      assert.throws(
        () => read(decoded(npy)),
        (error) => error instanceof HorngateError && /^HG_(ARTIFACT_(NPY|TRUNCATED)|LIMIT_TENSOR)$/.test(error.code),
      ),
    );
  await t.test('bytes that are no array', () => assert.throws(() => read(Uint8Array.of(1, 2, 3)), { code: 'HG_ARTIFACT_TRUNCATED' }));
  await t.test('a header longer than NumPy reads', () => {
    const bytes = new Uint8Array(20_000).fill(0x20);
    bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0x11, 0x27, 0, 0]);
    assert.throws(() => read(bytes), { code: 'HG_ARTIFACT_NPY' });
  });
});

test('The budget holds before memory is taken', () => {
  const wide = decoded(KNOWN.arrays.find(({ name }) => name === 'wide')?.npy ?? assert.fail());
  assert.throws(() => read(wide, { maxTensorBytes: 999 }), { code: 'HG_LIMIT_TENSOR' });
  assert.throws(() => npz(decoded(KNOWN.archives['savez']?.npz ?? ''), { maxTensorBytes: 300 }), { code: 'HG_LIMIT_BYTES' });
});

test('Archives of arrays', async (t) => {
  for (const [name, { npz: archive, members }] of Object.entries(KNOWN.archives))
    await t.test(`${name} is read`, () => {
      const tensors = npz(decoded(archive));
      assert.deepEqual([...tensors.keys()], ['x', 'y', 'names']);
      for (const [path, npy] of Object.entries(members)) assert.deepEqual(tensors.get(path.slice(0, -4)), read(decoded(npy)));
      assert.deepEqual(npz(writeNpz(tensors)), tensors);
    });
  await t.test('a member that is no array is refused by name', () => {
    const bytes = Buffer.from(decoded(KNOWN.archives['savez']?.npz ?? ''))
      .toString('latin1')
      .replaceAll('y.npy', 'y.txt');
    assert.throws(
      () => npz(Uint8Array.from(Buffer.from(bytes, 'latin1'))),
      (error: HorngateError) => error.code === 'HG_ARTIFACT_NPY' && error.where.member === 'y.txt',
    );
  });
});

test('A read that fails is the only thing that surfaces', () => {
  const bytes = decoded(KNOWN.archives['savez_compressed']?.npz ?? '');
  const failure = new Error('The disk is gone');
  const run = (failing: number): number => {
    let reads = 0;
    const source: ByteSource = {
      size: bytes.length,
      read(offset, length) {
        if (reads++ === failing) throw failure;
        return bytesSource(bytes).read(offset, length);
      },
    };
    readNpz(source, LIMITS, pureInflate, { crc32 });
    return reads;
  };
  const total = run(-1);
  for (let n = 0; n < total; n++) assert.throws(() => run(n), failure);
});

const ORACLE = process.env['HORNGATE_ORACLE'];
const SKIP = ORACLE === undefined || !existsSync(ORACLE) ? 'HORNGATE_ORACLE names no Python with NumPy' : false;

test('NumPy reads what we write', { skip: SKIP }, () => {
  const archive = writeNpz(
    new Map<string, Tensor>([
      ['größe', { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1.5, -2) }],
      ['names', { dtype: 'string', shape: [2], data: ['a', '😀b'] }],
      ['flags', { dtype: 'bool', shape: [], data: Uint8Array.of(1) }],
    ]),
  );
  const script = 'import io,sys,numpy as np; a=np.load(io.BytesIO(sys.stdin.buffer.read())); print([(n, a[n].dtype.str, a[n].tolist()) for n in a.files])';
  const { stdout, stderr } = spawnSync(ORACLE as string, ['-X', 'utf8', '-c', script], { input: archive, encoding: 'utf8' });
  assert.equal(stdout.trim(), "[('größe', '<f4', [[1.5], [-2.0]]), ('names', '<U2', ['a', '😀b']), ('flags', '|b1', True)]", stderr);
});
