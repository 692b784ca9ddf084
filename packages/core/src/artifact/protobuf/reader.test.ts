import assert from 'node:assert/strict';
import test from 'node:test';
import { HorngateError } from '../../words/error.ts';
import { type Field, readFields } from './reader.ts';
import { ProtobufWriter } from './writer.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const read = (message: Uint8Array, left = 1000, base = 0): Field[] => [...readFields(message, { left }, base)];

test('the examples of the encoding guide', async (t) => {
  // https://protobuf.dev/programming-guides/encoding
  await t.test('Test1 { a: 150 }', () => assert.deepEqual(read(bytes('08 96 01')), [{ field: 1, offset: 0, wire: 0, value: 150n }]));
  await t.test('Test2 { b: "testing" }', () =>
    assert.deepEqual(read(bytes('12 07 74 65 73 74 69 6e 67')), [{ field: 2, offset: 0, wire: 2, value: bytes('74657374696e67'), at: 2 }]),
  );
  await t.test('Test3 { c: Test1 }, with its place in the file', () => {
    const [outer] = read(bytes('1a 03 08 96 01'), 9, 100);
    assert.ok(outer?.wire === 2);
    assert.deepEqual(read(outer.value, 9, outer.at), [{ field: 1, offset: 102, wire: 0, value: 150n }]);
  });
  await t.test('-2 as int64 takes ten bytes', () => {
    const written = new ProtobufWriter().int(1, -2).finish();
    assert.deepEqual([...written], [...bytes('08 fe ff ff ff ff ff ff ff ff 01')]);
    const [field] = read(written);
    assert.equal(field?.wire === 0 && BigInt.asIntN(64, field.value), -2n);
  });
});

test('what is written is read again', () => {
  const numbers = [0, 1, 127, 128, 16383, 16384, 2 ** 31, 2 ** 49 - 1, 2 ** 49, 2 ** 53 - 1, -1, -(2 ** 53 - 1)];
  const fields = read(new ProtobufWriter().ints(3, numbers).float(536870911, 1.5).texts(1, ['', 'é']).finish());
  assert.deepEqual(
    fields.slice(0, numbers.length).map((field) => (field.wire === 0 ? Number(BigInt.asIntN(64, field.value)) : undefined)),
    numbers,
  );
  assert.deepEqual(
    fields.slice(numbers.length).map(({ field, value }) => [field, value]),
    [
      [536870911, bytes('0000c03f')],
      [1, bytes('')],
      [1, bytes('c3a9')],
    ],
  );
});

test('a broken message is refused with its place', async (t) => {
  const cases: readonly (readonly [name: string, hex: string, code: string, offset: number])[] = [
    ['a tag without its end', '88', 'HG_ARTIFACT_TRUNCATED', 50],
    ['a number without its end', '08 ff', 'HG_ARTIFACT_TRUNCATED', 51],
    ['a long number without its end', '08 ff ff ff ff ff ff ff ff ff', 'HG_ARTIFACT_TRUNCATED', 51],
    ['a number of eleven bytes', '08 ff ff ff ff ff ff ff ff ff ff 01', 'HG_ARTIFACT_PROTOBUF', 51],
    ['a number of more than 64 bits', '08 ff ff ff ff ff ff ff ff ff 02', 'HG_ARTIFACT_PROTOBUF', 51],
    ['field number 0', '00 01', 'HG_ARTIFACT_PROTOBUF', 50],
    ['a field number past 2^29', '80 80 80 80 10 00', 'HG_ARTIFACT_PROTOBUF', 50],
    ['the start of a group', '0b', 'HG_ARTIFACT_PROTOBUF', 50],
    ['the end of a group', '08 01 0c', 'HG_ARTIFACT_PROTOBUF', 52],
    ['wire type 6', '0e', 'HG_ARTIFACT_PROTOBUF', 50],
    ['wire type 7', '0f', 'HG_ARTIFACT_PROTOBUF', 50],
    ['bytes that are not there', '12 05 01', 'HG_ARTIFACT_TRUNCATED', 52],
    ['a length near 2^64', '12 ff ff ff ff ff ff ff ff ff 01', 'HG_ARTIFACT_TRUNCATED', 61],
    ['half a fixed32', '0d 00 00', 'HG_ARTIFACT_TRUNCATED', 51],
    ['half a fixed64', '09 00 00 00 00', 'HG_ARTIFACT_TRUNCATED', 51],
  ];
  for (const [name, hex, code, offset] of cases)
    await t.test(name, () => assert.throws(() => read(bytes(hex), 1000, 50), { name: 'HorngateError', code, where: { offset } }));
});

test('fields beyond the budget are not read', () => {
  const message = new ProtobufWriter().ints(1, [1, 2, 3]).finish();
  assert.equal(read(message, 3).length, 3);
  assert.throws(() => read(message, 2), { code: 'HG_LIMIT_ENTRIES', where: { offset: 4 } });
});

test('every message of up to two bytes, and many longer ones, end in order', () => {
  const attempt = (message: Uint8Array): void => {
    try {
      read(message);
    } catch (error) {
      assert.ok(error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT)_/.test(error.code), String(error));
    }
  };
  for (let first = 0; first < 256; first++) for (let second = 0; second < 256; second++) attempt(Uint8Array.of(first, second));
  let state = 1;
  for (let round = 0; round < 20_000; round++)
    attempt(
      Uint8Array.from({ length: 24 }, () => {
        state = (state * 48271) % 2147483647;
        return state & (round % 2 === 0 ? 0xff : 0x1f);
      }),
    );
});
