import type { Dim } from '../graph/dims.ts';
import { symbol } from '../graph/dims.ts';
import { dtypeOfOnnx } from '../graph/operators/elementwise.ts';
import { type Attribute, bodyOf, type Constant, type Graph, type NamedValue, type Node, type SubGraph, type Value } from '../graph/values.ts';
import { BYTES, type DType } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import { FieldReader, type Part, readMessage, refused } from './message.ts';
import * as onnx from './onnx.ts';
import type { Place } from './weights.ts';

/** A model as it stands in an ONNX file. Values between nodes have no types there: only their ids count. */
export interface ParsedModel {
  readonly graph: Graph;
  /** Initializers whose bytes are in `weights.bin`, by name. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Each costs some hundred bytes of memory for a few in the file. */
const MAX_NODES = 400_000;
const MAX_LIST = 1 << 16;
const MAX_RANK = 64;
/** Bodies in bodies: a loop in a loop is the most that we write. */
const MAX_BODIES = 4;
/** Names as `names.ts` makes them; the empty one is an input that is left out. */
const NAME = /^[\w./:-]{1,160}$/;
const INPUT_NAME = /^[\w./:-]{0,160}$/;
/** A layer and the node's first output. */
const NODE_NAME = /^[\w./:-]{1,321}$/;
const OP = /^\w{1,64}$/;
const DIM = /^[\w .+*/()#-]{1,128}$/;
const SHORT = /^[ -~]{0,256}$/;

/**
 * Reads the part of ONNX that we write: no functions, no training, no metadata, no subgraphs but bodies of a Scan, no domain but the default one, no tensor but raw or external ones.
 *
 * @param file - one graph file; a compromised guest may have written it.
 * @throws HG_ARTIFACT_PROGRAM for anything else, HG_ARTIFACT_PROTOBUF, HG_ARTIFACT_TRUNCATED, HG_LIMIT_ENTRIES.
 */
export function parseModel(file: Part): ParsedModel {
  const read = new FieldReader(file);
  let graph: ParsedModel | undefined;
  const opsets: number[] = [];
  let version = 0;
  readMessage(file, 'ModelProto', {
    [onnx.MODEL.irVersion]: (field) => {
      version = read.int(field);
    },
    [onnx.MODEL.producerName]: (field) => void read.text(field, SHORT),
    [onnx.MODEL.graph]: (field) => {
      if (graph !== undefined) throw read.wrong(field, 'one graph');
      graph = parseGraph(read.message(field), 0);
    },
    [onnx.MODEL.opsetImport]: (field) => void opsets.push(parseOpset(read.message(field))),
  });
  if (version !== onnx.IR_VERSION) throw refused(file.member, undefined, `IR version ${onnx.IR_VERSION}`, String(version));
  if (opsets.join() !== String(onnx.OPSET)) throw refused(file.member, undefined, `operators of version ${onnx.OPSET}`, opsets.join());
  if (graph === undefined) throw refused(file.member, undefined, 'a graph', 'none');
  return graph;
}

function parseOpset(part: Part): number {
  const read = new FieldReader(part);
  let version = 0;
  readMessage(part, 'OperatorSetIdProto', {
    [onnx.OPSET_ID.domain]: (field) => void read.text(field, /^$/),
    [onnx.OPSET_ID.version]: (field) => {
      version = read.int(field);
    },
  });
  return version;
}

function parseGraph(part: Part, depth: number): ParsedModel {
  const read = new FieldReader(part);
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  const inputs: NamedValue[] = [];
  const outputs: NamedValue[] = [];
  const places = new Map<string, Place>();
  readMessage(part, 'GraphProto', {
    [onnx.GRAPH.node]: (field) => {
      if (nodes.length >= MAX_NODES) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot accept the Program as it must have at most ${MAX_NODES} nodes`);
      nodes.push(parseNode(read.message(field), depth));
    },
    [onnx.GRAPH.name]: (field) => void read.text(field, NAME),
    [onnx.GRAPH.initializer]: (field) => void constants.push(parseTensor(read.message(field), places)),
    [onnx.GRAPH.input]: (field) => void inputs.push(parseValueInfo(read.message(field))),
    [onnx.GRAPH.output]: (field) => void outputs.push(parseValueInfo(read.message(field))),
  });
  return { graph: { inputs, outputs, nodes, constants, guards: [] }, places };
}

/** A body: it has no constants, and what its nodes read and it does not make is captured, in the order in which it is read. */
function parseBody(part: Part, depth: number): SubGraph {
  if (depth >= MAX_BODIES) throw refused(part.member, part.base, `at most ${MAX_BODIES} bodies in each other`, 'more');
  const { graph } = parseGraph(part, depth + 1);
  if (graph.constants.length > 0) throw refused(part.member, part.base, 'a body without initializers', `${graph.constants.length}`);
  const own = new Set([...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs.map(({ id }) => id))]);
  const captured = new Map<string, Value>();
  for (const { inputs } of graph.nodes) for (const value of inputs) if (value !== null && !own.has(value.id)) captured.set(value.id, value);
  const inputs = [...graph.inputs, ...[...captured.values()].map((value): NamedValue => ({ name: value.id, value }))];
  return { kind: 'graph', value: { ...graph, inputs }, captures: captured.size };
}

const reference = (id: string): Value => ({ id, dtype: 'float32', dims: [] });

/** The writer names a node by its layer and its first output; any other name shows as other bytes when it is written again. */
const originOf = (name: string, output: string): string => (name.endsWith(`/${output}`) ? name.slice(0, -output.length - 1) : name);

function parseNode(part: Part, depth: number): Node {
  const read = new FieldReader(part);
  const [inputs, outputs]: [(Value | null)[], Value[]] = [[], []];
  const attributes = new Map<string, Attribute>();
  let [op, name] = ['', ''];
  readMessage(part, 'NodeProto', {
    [onnx.NODE.input]: (field) => {
      const name = read.text(field, INPUT_NAME);
      inputs.push(name === '' ? null : reference(name));
    },
    [onnx.NODE.output]: (field) => void outputs.push(reference(read.text(field, NAME))),
    [onnx.NODE.name]: (field) => {
      name = read.text(field, NODE_NAME);
    },
    [onnx.NODE.opType]: (field) => {
      op = read.text(field, OP);
    },
    [onnx.NODE.attribute]: (field) => {
      const { name, attribute } = parseAttribute(read.message(field), depth);
      if (attributes.has(name)) throw read.wrong(field, `one attribute "${name}"`);
      attributes.set(name, attribute);
    },
  });
  if (inputs.length > MAX_LIST || outputs.length > MAX_LIST) throw refused(part.member, part.base, `at most ${MAX_LIST} inputs and outputs`, 'more');
  const node = { op, outputs, attributes: Object.fromEntries(attributes), origin: originOf(name, outputs[0]?.id ?? '') };
  const body = bodyOf(node);
  const captured = body?.value.inputs.slice(body.value.inputs.length - body.captures) ?? [];
  return { ...node, inputs: [...inputs, ...captured.map(({ value }) => value)] };
}

function parseAttribute(part: Part, depth: number): { readonly name: string; readonly attribute: Attribute } {
  const read = new FieldReader(part);
  const [floats, ints, strings]: [number[], number[], string[]] = [[], [], []];
  const one: { float?: number; int?: number; string?: string; graph?: SubGraph } = {};
  let [name, type] = ['', 0];
  readMessage(part, 'AttributeProto', {
    [onnx.ATTRIBUTE.name]: (field) => {
      name = read.text(field, OP);
    },
    [onnx.ATTRIBUTE.float]: (field) => {
      one.float = read.float(field);
    },
    [onnx.ATTRIBUTE.int]: (field) => {
      one.int = read.int(field);
    },
    [onnx.ATTRIBUTE.string]: (field) => {
      one.string = read.text(field, SHORT);
    },
    [onnx.ATTRIBUTE.graph]: (field) => {
      if (one.graph !== undefined) throw read.wrong(field, 'one graph');
      one.graph = parseBody(read.message(field), depth);
    },
    [onnx.ATTRIBUTE.floats]: (field) => void floats.push(read.float(field)),
    [onnx.ATTRIBUTE.ints]: (field) => void ints.push(read.int(field)),
    [onnx.ATTRIBUTE.strings]: (field) => void strings.push(read.text(field, SHORT)),
    [onnx.ATTRIBUTE.type]: (field) => {
      type = read.int(field);
    },
  });
  const byType: Readonly<Record<number, Attribute | undefined>> = {
    [onnx.ATTRIBUTE_TYPES.float]: one.float === undefined ? undefined : { kind: 'float', value: one.float },
    [onnx.ATTRIBUTE_TYPES.int]: one.int === undefined ? undefined : { kind: 'int', value: one.int },
    [onnx.ATTRIBUTE_TYPES.string]: one.string === undefined ? undefined : { kind: 'string', value: one.string },
    [onnx.ATTRIBUTE_TYPES.graph]: one.graph,
    [onnx.ATTRIBUTE_TYPES.floats]: { kind: 'floats', value: floats },
    [onnx.ATTRIBUTE_TYPES.ints]: { kind: 'ints', value: ints },
    [onnx.ATTRIBUTE_TYPES.strings]: { kind: 'strings', value: strings },
  };
  const attribute = Object.hasOwn(byType, type) ? byType[type] : undefined;
  if (attribute === undefined) throw refused(part.member, part.base, 'an attribute with a value of its type', `type ${type}`);
  return { name, attribute };
}

/** An initializer: known type, dims whose product fits the bytes. */
function parseTensor(part: Part, places: Map<string, Place>): Constant {
  const read = new FieldReader(part);
  const dims: number[] = [];
  const entries = new Map<string, string>();
  let name = '';
  let dtype: DType | undefined;
  let raw: Uint8Array | undefined;
  let location = 0;
  readMessage(part, 'TensorProto', {
    [onnx.TENSOR.dims]: (field) => void dims.push(read.int(field)),
    [onnx.TENSOR.dataType]: (field) => {
      dtype = dtypeOfOnnx(read.int(field));
    },
    [onnx.TENSOR.name]: (field) => {
      name = read.text(field, NAME);
    },
    [onnx.TENSOR.rawData]: (field) => {
      raw = read.bytes(field);
    },
    [onnx.TENSOR.externalData]: (field) => {
      const { key, value } = parseEntry(read.message(field));
      if (entries.has(key)) throw read.wrong(field, `one "${key}"`);
      entries.set(key, value);
    },
    [onnx.TENSOR.dataLocation]: (field) => {
      location = read.int(field);
    },
  });
  if (dtype === undefined || dtype === 'string') throw refused(part.member, part.base, 'an initializer of a type that we write', `one called "${name}"`);
  const bytes = bytesOf(part, dtype, dims);
  if (location === onnx.EXTERNAL) places.set(name, placeOf(part, entries, bytes));
  else if (location !== 0 || entries.size > 0) throw refused(part.member, part.base, 'an initializer in one place', `one called "${name}"`);
  else if (raw?.length !== bytes) throw refused(part.member, part.base, `${bytes} bytes in "${name}"`, String(raw?.length ?? 'none'));
  if (location === onnx.EXTERNAL && raw !== undefined) throw refused(part.member, part.base, 'an initializer in one place', `one called "${name}"`);
  const inline = raw ?? new Uint8Array();
  return { value: { id: name, dtype, dims }, bytes, read: () => inline };
}

function bytesOf(part: Part, dtype: DType, dims: readonly number[]): number {
  let bytes = BYTES[dtype];
  for (const dim of dims) {
    if (dim < 0) throw refused(part.member, part.base, 'sizes >= 0', String(dim));
    bytes *= dim;
    if (!Number.isSafeInteger(bytes)) throw refused(part.member, part.base, 'an initializer that a file can hold', `dims [${dims.slice(0, 8).join(', ')}]`);
  }
  if (dims.length > MAX_RANK) throw refused(part.member, part.base, `at most ${MAX_RANK} axes`, String(dims.length));
  return bytes;
}

function placeOf(part: Part, entries: ReadonlyMap<string, string>, bytes: number): Place {
  const [offset, length] = [entries.get('offset'), entries.get('length')].map((text) => (/^(0|[1-9]\d{0,15})$/.test(text ?? '') ? Number(text) : Number.NaN));
  if (entries.get('location') !== onnx.WEIGHTS_FILE || entries.size !== 3)
    throw refused(part.member, part.base, `external data in "${onnx.WEIGHTS_FILE}"`, JSON.stringify((entries.get('location') ?? '').slice(0, 100)));
  if (offset === undefined || !Number.isSafeInteger(offset) || length !== bytes)
    throw refused(part.member, part.base, `external data of ${bytes} bytes`, `${length}`);
  return { offset, length: bytes };
}

function parseEntry(part: Part): { readonly key: string; readonly value: string } {
  const read = new FieldReader(part);
  let [key, value] = ['', ''];
  readMessage(part, 'StringStringEntryProto', {
    [onnx.ENTRY.key]: (field) => {
      key = read.text(field, SHORT);
    },
    [onnx.ENTRY.value]: (field) => {
      value = read.text(field, SHORT);
    },
  });
  return { key, value };
}

function parseValueInfo(part: Part): NamedValue {
  const read = new FieldReader(part);
  let name = '';
  let value: Value | undefined;
  readMessage(part, 'ValueInfoProto', {
    [onnx.VALUE_INFO.name]: (field) => {
      name = read.text(field, NAME);
    },
    [onnx.VALUE_INFO.type]: (field) => {
      value = parseType(read.message(field));
    },
  });
  if (value === undefined) throw refused(part.member, part.base, `a type of "${name}"`, 'none');
  return { name, value: { ...value, id: name } };
}

function parseType(part: Part): Value {
  const read = new FieldReader(part);
  let value: Value | undefined;
  readMessage(part, 'TypeProto', {
    [onnx.TYPE.tensorType]: (field) => {
      value = parseTensorType(read.message(field));
    },
  });
  if (value === undefined) throw refused(part.member, part.base, 'the type of a tensor', 'none');
  return value;
}

function parseTensorType(part: Part): Value {
  const read = new FieldReader(part);
  let dtype: DType | undefined;
  let dims: readonly Dim[] | undefined;
  readMessage(part, 'TypeProto.Tensor', {
    [onnx.TENSOR_TYPE.elemType]: (field) => {
      dtype = dtypeOfOnnx(read.int(field));
    },
    [onnx.TENSOR_TYPE.shape]: (field) => {
      dims = parseShape(read.message(field));
    },
  });
  if (dtype === undefined || dims === undefined) throw refused(part.member, part.base, 'a known type and a shape', 'none');
  return { id: '', dtype, dims };
}

function parseShape(part: Part): readonly Dim[] {
  const read = new FieldReader(part);
  const dims: Dim[] = [];
  readMessage(part, 'TensorShapeProto', { [onnx.SHAPE.dim]: (field) => void dims.push(parseDim(read.message(field))) });
  if (dims.length > MAX_RANK) throw refused(part.member, part.base, `at most ${MAX_RANK} axes`, String(dims.length));
  return dims;
}

function parseDim(part: Part): Dim {
  const read = new FieldReader(part);
  let dim: Dim | undefined;
  readMessage(part, 'Dimension', {
    [onnx.DIMENSION.value]: (field) => {
      dim = read.int(field);
      if (dim < 0) throw read.wrong(field, 'a size >= 0');
    },
    [onnx.DIMENSION.param]: (field) => {
      dim = symbol(read.text(field, DIM));
    },
  });
  if (dim === undefined) throw refused(part.member, part.base, 'a size or its name', 'none');
  return dim;
}
