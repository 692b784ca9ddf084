import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesSource } from '../source.ts';
import type { Message } from './message.ts';
import { schemaOf } from './schema.ts';
import { wireMessage } from './wire-message.ts';

const SCHEMA = schemaOf('A: 1 number v, 2 name s, 3 inner* A, 4 list* v, 5 data b, 6 half f');
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const open = (hex: string, left = 100): Message => wireMessage(bytesSource(bytes(hex)), SCHEMA, 'A', { left });
const seen = (message: Message) => [...message.fields()].map((node) => [node.name, node.offset, node.length, node.text(99), node.numbers(9)]);

test('fields come with their names, places and values', () => {
  // https://protobuf.dev/programming-guides/encoding: 150 is 96 01, "testing" has seven bytes
  assert.deepEqual(seen(open('08 96 01 12 07 74 65 73 74 69 6e 67')), [
    ['number', 0, 2, '', [150n]],
    ['name', 3, 7, 'testing', []],
  ]);
  assert.deepEqual(seen(open('08 fe ff ff ff ff ff ff ff ff 01'))[0]?.[4], [-2n]);
});

test('repeated numbers come as one, packed or not', () => {
  assert.deepEqual(seen(open('20 01 20 02 20 03 08 05')), [
    ['list', 0, 1, '', [1n, 2n, 3n]],
    ['number', 6, 1, '', [5n]],
  ]);
  assert.deepEqual(seen(open('22 03 01 02 03'))[0]?.[4], [1n, 2n, 3n]);
  assert.equal([...open('20 01 20 02 20 03', 1).fields()].length, 1);
});

test('what the schema does not have comes without a name', () => assert.deepEqual(seen(open('78 01')), [['', 0, 1, '', []]]));

test('inner messages are opened when they are asked for', () => {
  const [inner] = [...open('1a 03 08 96 01').fields()];
  assert.deepEqual(seen(inner?.message() as Message), [['number', 2, 2, '', [150n]]]);
});

test('faults are told after what can be read', async (t) => {
  const cases: readonly (readonly [name: string, hex: string, names: readonly string[], code: string])[] = [
    ['twice what may stand once', '08 01 08 02 12 01 61', ['number', 'number', 'name'], 'HG_ARTIFACT_PROTOBUF'],
    ['another wire type', '0a 01 61 12 01 61', ['', 'name'], 'HG_ARTIFACT_PROTOBUF'],
    ['a value that is cut', '12 09 61 62', ['name'], 'HG_ARTIFACT_TRUNCATED'],
    ['a group', '08 01 0b', ['number'], 'HG_ARTIFACT_PROTOBUF'],
    ['field number 0', '00 01', [], 'HG_ARTIFACT_PROTOBUF'],
    ['a number without its end', '08 ff', [], 'HG_ARTIFACT_TRUNCATED'],
    ['a number of eleven bytes', '08 ff ff ff ff ff ff ff ff ff ff 01', [], 'HG_ARTIFACT_PROTOBUF'],
    ['half a float', '35 00', [], 'HG_ARTIFACT_TRUNCATED'],
  ];
  for (const [name, hex, names, code] of cases)
    await t.test(name, () => {
      const found: string[] = [];
      assert.throws(
        () => {
          for (const node of open(hex).fields()) found.push(node.name);
        },
        { name: 'HorngateError', code },
      );
      assert.deepEqual(found, names);
    });
});

test('fields and nesting are budgeted', () => {
  assert.throws(() => [...open('08 01 12 00 08 01', 2).fields()], { code: 'HG_LIMIT_ENTRIES' });
  let hex = '';
  for (let depth = 0; depth < 120; depth++)
    hex = `1a${hex.length / 2 < 128 ? (hex.length / 2).toString(16).padStart(2, '0') : `${((hex.length / 2) | 128).toString(16).slice(-2)}${((hex.length / 2) >> 7).toString(16).padStart(2, '0')}`}${hex}`;
  let message: Message | undefined = open(hex, 1000);
  assert.throws(
    () => {
      while (message !== undefined) message = [...message.fields()][0]?.message();
    },
    { code: 'HG_LIMIT_DEPTH' },
  );
});

test('data are passed over: ten gigabytes cost two windows', () => {
  const head = bytes('08 07 2a 80 80 80 80 28'); // data: 10 * 2^30 bytes
  const size = head.length + 10 * 2 ** 30 + 2;
  let read = 0;
  const source = {
    size,
    read(offset: number, length: number) {
      read += length;
      const out = new Uint8Array(length);
      for (let at = 0; at < length && offset + at < head.length; at++) out[at] = head[offset + at] as number;
      if (offset + length === size) out.set(bytes('12 00'), length - 2);
      return out;
    },
  };
  assert.deepEqual(
    [...wireMessage(source, SCHEMA, 'A', { left: 9 }).fields()].map(({ name }) => name),
    ['number', 'data', 'name'],
  );
  assert.ok(read <= 3 * 65_536, `${read} bytes`);
});
