import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import { scanBytes } from '../scan.testing.ts';
import { mutate } from './mutations.testing.ts';

const checks = (bytes: Uint8Array, path: string): string[] => [...new Set(scanBytes(bytes, path).findings.map(({ check }) => check))].sort();

/** As the format page of safetensors has it: length, header, data. */
function safetensors(header: unknown, data = 16, length?: bigint): Uint8Array {
  const text = encodeUtf8(typeof header === 'string' ? header : JSON.stringify(header));
  const out = Buffer.alloc(8 + text.length + data);
  out.writeBigUInt64LE(length ?? BigInt(text.length));
  out.set(text, 8);
  return new Uint8Array(out);
}
const tensor = (shape: readonly unknown[], begin: number, end: number, dtype = 'F32') => ({ dtype, shape, data_offsets: [begin, end] });

test('safetensors: what the reference library refuses is found', async (t) => {
  const cases: Readonly<Record<string, readonly [Uint8Array, ...string[]]>> = {
    'two tensors': [safetensors({ __metadata__: { format: 'pt', note: '__import__("os")' }, a: tensor([2], 0, 8), b: tensor([2, 1], 8, 16) })],
    'an empty one': [safetensors({ a: tensor([0, 3], 0, 0), b: tensor([4], 0, 16) })],
    'a scalar': [safetensors({ a: tensor([], 0, 4) }, 4)],
    'no tensors': [safetensors({}, 0)],
    'a hole': [safetensors({ a: tensor([1], 0, 4), b: tensor([2], 8, 16) }), 'safetensors/layout'],
    'an overlap': [safetensors({ a: tensor([2], 0, 8), b: tensor([3], 4, 16) }), 'safetensors/layout'],
    'bytes behind': [safetensors({ a: tensor([2], 0, 8) }), 'safetensors/layout'],
    'behind the file': [safetensors({ a: tensor([6], 0, 24) }), 'safetensors/layout'],
    'another length than its shape': [safetensors({ a: tensor([3], 0, 16) }), 'safetensors/layout'],
    'a shape whose product wraps in 64 bits': [
      safetensors('{"a":{"dtype":"U8","shape":[4294967296,4294967296,16],"data_offsets":[0,16]}}'),
      'safetensors/layout',
    ],
    'a key twice': [safetensors(`{"a":${JSON.stringify(tensor([4], 0, 16))},"a":${JSON.stringify(tensor([4], 0, 16))}}`), 'json/duplicate-key'],
    'a negative dimension': [safetensors({ a: tensor([-4], 0, 16) }), 'safetensors/structure'],
    'a broken number': [safetensors({ a: tensor([1.5], 0, 16) }), 'safetensors/structure'],
    'an unknown type': [safetensors({ a: tensor([4], 0, 16, 'PY') }), 'safetensors/structure'],
    'another field': [safetensors({ a: { ...tensor([4], 0, 16), code: 'x' } }), 'safetensors/structure'],
    'metadata that is no text': [safetensors({ __metadata__: { a: 1 }, a: tensor([4], 0, 16) }), 'safetensors/structure'],
  };
  for (const [name, [bytes, ...expected]] of Object.entries(cases)) await t.test(name, () => assert.deepEqual(checks(bytes, 'm.safetensors'), expected));
  await t.test('a length that no file has', () => assert.deepEqual(checks(safetensors({}, 0, 2n ** 63n), 'm.safetensors'), ['scan/extension', 'scan/unread']));
  await t.test('a pickle by its name', () =>
    assert.ok(checks(Uint8Array.of(0x80, 4, 0x95, 1, 0, 0, 0, 0, 0, 0, 0, 0x4e, 0x2e), 'm.safetensors').includes('scan/extension')),
  );
});

test('scanner/safetensors-layout: bytes that no tensor covers are found', () =>
  assert.deepEqual(checks(safetensors({ a: tensor([2], 0, 8) }), 'm.safetensors'), ['safetensors/layout']));

const text = (value: string): Buffer => Buffer.concat([u64(BigInt(Buffer.byteLength(value))), Buffer.from(value)]);
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: bigint): Buffer => Buffer.from(BigUint64Array.of(value).buffer);

interface Gguf {
  readonly version?: number;
  readonly keys?: readonly Buffer[];
  readonly tensors?: readonly Buffer[];
  readonly data?: number;
}
/** As the specification of GGUF has it: header, keys, infos, data at the next multiple of 32. */
function gguf({ version = 3, keys = [], tensors = [], data = 0 }: Gguf): Uint8Array {
  const head = Buffer.concat([Buffer.from('GGUF'), u32(version), u64(BigInt(tensors.length)), u64(BigInt(keys.length)), ...keys, ...tensors]);
  return new Uint8Array(Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), Buffer.alloc(data)]));
}
const key = (name: string, value: string): Buffer => Buffer.concat([text(name), u32(8), text(value)]);
const info = (name: string, shape: readonly bigint[], type: number, offset: bigint): Buffer =>
  Buffer.concat([text(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset)]);

test('GGUF: bounds are exact, templates are looked at', async (t) => {
  const plain = key('general.architecture', 'llama');
  const cases: Readonly<Record<string, readonly [Uint8Array, ...string[]]>> = {
    'two tensors': [gguf({ keys: [plain], tensors: [info('a', [8n], 0, 0n), info('b', [32n], 8, 32n)], data: 32 + 34 })],
    'version 2': [gguf({ version: 2, keys: [plain] })],
    'lists in lists': [gguf({ keys: [Buffer.concat([text('x'), u32(9), u32(9), u64(2n), u32(4), u64(1n), u32(7), u32(8), u64(1n), text('y')])] })],
    'a template': [gguf({ keys: [key('tokenizer.chat_template', "{{ messages[0]['role'] }}")] })],
    'a template that reaches inside': [gguf({ keys: [key('tokenizer.chat_template', '{{ x.__class__ }}')] }), 'jinja/attribute'],
    'another template': [gguf({ keys: [key('tokenizer.chat_template.tool_use', '{{ x.__class__ }}')] }), 'jinja/attribute'],
    'a template before a broken end': [
      gguf({ keys: [key('tokenizer.chat_template', '{{ x.__class__ }}'), key('a', 'b').subarray(0, 6)] }),
      'gguf/structure',
      'jinja/attribute',
    ],
    'version 1': [gguf({ version: 1 }), 'scan/unread'],
    'big-endian': [gguf({ version: 0x03000000 }), 'scan/unread'],
    'version 9': [gguf({ version: 9 }), 'gguf/structure'],
    'more keys than bytes': [new Uint8Array(Buffer.concat([Buffer.from('GGUF'), u32(3), u64(0n), u64(2n ** 64n - 1n)])), 'gguf/structure'],
    'a text longer than the file': [gguf({ keys: [Buffer.concat([text('x'), u32(8), u64(2n ** 64n - 1n)])] }), 'gguf/structure'],
    'a list longer than the file': [gguf({ keys: [Buffer.concat([text('x'), u32(9), u32(4), u64(2n ** 62n)])] }), 'gguf/structure'],
    'an unknown type of value': [gguf({ keys: [Buffer.concat([text('x'), u32(13), u32(1)])] }), 'gguf/structure'],
    'lists without end': [
      gguf({ keys: [Buffer.concat([text('x'), u32(9), ...Array.from({ length: 50 }, () => Buffer.concat([u32(9), u64(1n)]))])] }),
      'gguf/structure',
    ],
    'a key twice': [gguf({ keys: [plain, plain] }), 'gguf/structure'],
    'an alignment of 0': [gguf({ keys: [Buffer.concat([text('general.alignment'), u32(4), u32(0)])] }), 'gguf/structure'],
    'five dimensions': [gguf({ tensors: [info('a', [1n, 1n, 1n, 1n, 1n], 0, 0n)], data: 4 }), 'gguf/structure'],
    'an unknown type of tensor': [gguf({ tensors: [info('a', [1n], 99, 0n)], data: 4 }), 'gguf/structure'],
    'a tensor twice': [gguf({ tensors: [info('a', [1n], 0, 0n), info('a', [1n], 0, 32n)], data: 36 }), 'gguf/structure'],
    'a tensor behind the file': [gguf({ tensors: [info('a', [100n], 0, 0n)], data: 4 }), 'gguf/layout'],
    'dimensions whose product wraps in 64 bits': [gguf({ tensors: [info('a', [2n ** 62n, 16n], 0, 0n)], data: 4 }), 'gguf/layout'],
    'an offset that wraps': [gguf({ tensors: [info('a', [8n], 0, 2n ** 64n - 32n)], data: 32 }), 'gguf/layout'],
    'one tensor over another': [gguf({ tensors: [info('a', [16n], 0, 0n), info('b', [8n], 0, 32n)], data: 64 }), 'gguf/layout'],
    'not aligned': [gguf({ tensors: [info('a', [4n], 0, 0n), info('b', [4n], 0, 16n)], data: 32 }), 'gguf/layout'],
    'bytes behind': [gguf({ tensors: [info('a', [8n], 0, 0n)], data: 200 }), 'gguf/layout'],
  };
  for (const [name, [bytes, ...expected]] of Object.entries(cases)) await t.test(name, () => assert.deepEqual(checks(bytes, 'm.gguf'), expected));
});

test('damaged headers never stop us as a bug of ours', () => {
  mutate([safetensors({ a: tensor([2], 0, 8), b: tensor([2], 8, 16) })], 'm.safetensors', 1500, 200);
  mutate(
    [gguf({ keys: [key('a', 'b'), Buffer.concat([text('x'), u32(9), u32(8), u64(2n), text('y'), text('z')])], tensors: [info('a', [8n], 0, 0n)], data: 32 })],
    'm.gguf',
    1500,
    250,
  );
});
