import type { Message } from '../../artifact/protobuf/message.ts';
import { pathFlaw } from '../path-flaw.ts';
import { nameOf, type Visit } from '../protobuf/visit.ts';
import { quote } from '../quote.ts';
import type { Sights } from '../sights.ts';

/** Bits of one element by TensorProto.DataType (onnx.proto); STRING has none. */
const BITS: Readonly<Record<string, bigint>> = Object.fromEntries(
  Object.entries({
    8: [2, 3, 9, 17, 18, 19, 20, 24],
    16: [4, 5, 10, 16],
    32: [1, 6, 12],
    64: [7, 11, 13, 14],
    128: [15],
    4: [21, 22, 23],
    2: [25, 26],
  }).flatMap(([bits, types]) => types.map((type) => [String(type), BigInt(bits)])),
);
const MAX_RANK = 1024;
/** TensorProto.DataLocation. */
const EXTERNAL = 1n;

interface Tensor {
  readonly offset: number;
  name: string;
  dims: bigint[];
  type: bigint | undefined;
  raw: number | undefined;
  location: bigint;
  external: [key: string, value: string][];
}

/** One TensorProto: its data are not read, only how many bytes there are, and where else they shall lie. */
export function scanTensor(message: Message | undefined, visit: Visit, sights: Sights): void {
  if (message === undefined) return;
  const tensor: Tensor = { offset: message.offset, name: '', dims: [], type: undefined, raw: undefined, location: 0n, external: [] };
  visit.each(message, {
    dims: (node) => void tensor.dims.push(...node.numbers(MAX_RANK - Math.min(tensor.dims.length, MAX_RANK))),
    data_type: (node) => {
      tensor.type = node.numbers(1)[0];
    },
    name: (node) => {
      tensor.name = nameOf(node);
    },
    raw_data: ({ length }) => {
      tensor.raw = length;
    },
    data_location: (node) => {
      tensor.location = node.numbers(1)[0] ?? 0n;
    },
    external_data: (node) => addEntry(node.message(), tensor, visit),
  });
  for (const flaw of flawsOf(tensor)) sights.add('onnx/tensor-layout', `The tensor ${quote(tensor.name)} ${flaw}`, { offset: tensor.offset });
  for (const [key, value] of tensor.external) {
    const flaw = key === 'location' || key === 'basepath' ? pathFlaw(value) : undefined;
    if (flaw !== undefined)
      sights.add('onnx/external-data', `The tensor ${quote(tensor.name)} lies in the file ${quote(value)}, a path that ${flaw}`, { offset: tensor.offset });
  }
}

function addEntry(message: Message | undefined, { external }: Tensor, visit: Visit): void {
  const entry: [string, string] = ['', ''];
  visit.each(message, {
    key: (node) => {
      entry[0] = nameOf(node);
    },
    value: (node) => {
      entry[1] = nameOf(node);
    },
  });
  if (external.length < 32) external.push(entry);
}

function* flawsOf({ dims, type, raw, location, external }: Tensor): Generator<string> {
  if (dims.length >= MAX_RANK) yield `has ${MAX_RANK} dimensions and more`;
  const negative = dims.find((size) => size < 0n);
  if (negative !== undefined) yield `has a dimension of ${negative}`;
  if (location !== EXTERNAL && external.length > 0) yield 'names a file for its data, and says that they do not lie there';
  if (location === EXTERNAL && raw !== undefined) yield 'has data of its own, and says that they lie in a file';
  if (new Set(external.map(([key]) => key)).size !== external.length) yield 'says twice where its data lie';
  for (const [key, value] of external)
    if ((key === 'offset' || key === 'length') && !/^[0-9]{1,16}$/.test(value)) yield `has the ${key} ${quote(value)} in its file`;
  const bytes = negative === undefined && dims.length < MAX_RANK ? bytesOf(dims, type) : undefined;
  const length = location === EXTERNAL ? external.find(([key, value]) => key === 'length' && /^[0-9]{1,16}$/.test(value))?.[1] : raw;
  if (bytes !== undefined && length !== undefined && BigInt(length) !== bytes)
    yield `must have ${String(bytes).slice(0, 40)} bytes by its shape: it has ${length}`;
}

function bytesOf(dims: readonly bigint[], type: bigint | undefined): bigint | undefined {
  const bits = BITS[String(type)];
  if (bits === undefined) return undefined;
  let count = 1n;
  for (const size of dims) {
    count *= size;
    if (count > 1n << 80n) break;
  }
  return (count * bits + 7n) / 8n;
}
