import { ProtobufWriter } from '../artifact/protobuf/writer.ts';
import type { Dims } from '../graph/dims.ts';
import { ONNX_TYPES } from '../graph/operators/elementwise.ts';
import { type Attribute, bodyOf, type Constant, type Graph, type Node, type Value } from '../graph/values.ts';
import type { DType } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import { type Names, namesOf, plain } from './names.ts';
import {
  ATTRIBUTE,
  ATTRIBUTE_TYPES,
  DIMENSION,
  ENTRY,
  EXTERNAL,
  GRAPH,
  IR_VERSION,
  MODEL,
  NODE,
  OPSET,
  OPSET_ID,
  PRODUCER,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
  WEIGHTS_FILE,
} from './onnx.ts';
import { type Place, readConstant, type WeightLayout } from './weights.ts';

/** Where a constant goes: a place in `weights.bin`, or into the graph file. */
export type Placement = (constant: Constant) => Place | 'inline';

export const placed =
  ({ places }: WeightLayout): Placement =>
  ({ value }) =>
    places.get(value.id) ?? 'inline';

/**
 * A graph as an ONNX model: the same bytes for the same graph, on every machine.
 *
 * Guards are further outputs, boolean scalars; their names are those of `namesOf`.
 *
 * The body of a Scan is a graph inside, without constants: what it captures has the name that it has outside.
 *
 * @see https://github.com/onnx/onnx/blob/main/docs/IR.md
 */
export function encodeModel(graph: Graph, place: Placement, { opset, irVersion } = { opset: OPSET, irVersion: IR_VERSION }): Uint8Array {
  return new ProtobufWriter()
    .int(MODEL.irVersion, irVersion)
    .text(MODEL.producerName, PRODUCER)
    .message(MODEL.graph, (out) => writeGraph(out, 'main', graph, namesOf(graph), place))
    .message(MODEL.opsetImport, (out) => out.text(OPSET_ID.domain, '').int(OPSET_ID.version, opset))
    .finish();
}

function writeGraph(out: ProtobufWriter, name: string, graph: Graph, names: Names, place: Placement): void {
  for (const node of graph.nodes) out.message(GRAPH.node, (inner) => writeNode(inner, node, names));
  for (const { from, to } of names.copies) out.message(GRAPH.node, (inner) => inner.text(NODE.input, from).text(NODE.output, to).text(NODE.opType, 'Identity'));
  out.text(GRAPH.name, name);
  for (const constant of graph.constants) out.message(GRAPH.initializer, (inner) => writeTensor(inner, constant, names, place(constant)));
  graph.inputs.slice(0, names.inputs.length).forEach(({ value }, index) => {
    out.message(GRAPH.input, (inner) => writeValueInfo(inner, names.inputs[index] ?? '', value, names));
  });
  [...graph.outputs, ...graph.guards].forEach(({ value }, index) => {
    const name = [...names.outputs, ...names.guards][index] ?? '';
    out.message(GRAPH.output, (inner) => writeValueInfo(inner, name, value, names));
  });
}

function writeNode(out: ProtobufWriter, node: Node, names: Names): void {
  const name = (value: Value | null): string => (value === null ? '' : names.value(value));
  const given = node.inputs.slice(0, node.inputs.length - (bodyOf(node)?.captures ?? 0));
  out.texts(NODE.input, given.map(name)).texts(NODE.output, node.outputs.map(name));
  // ONNX Runtime wants each name once, also where a layer became several nodes.
  if (node.origin !== '') out.text(NODE.name, `${plain(node.origin)}/${name(node.outputs[0] ?? null)}`);
  out.text(NODE.opType, node.op);
  for (const key of Object.keys(node.attributes).sort())
    out.message(NODE.attribute, (inner) => writeAttribute(inner, key, node.attributes[key] as Attribute, () => names.body(node)));
}

function writeAttribute(out: ProtobufWriter, name: string, attribute: Attribute, inside: () => Names): void {
  out.text(ATTRIBUTE.name, name);
  switch (attribute.kind) {
    case 'float':
      out.float(ATTRIBUTE.float, attribute.value);
      break;
    case 'int':
      out.int(ATTRIBUTE.int, attribute.value);
      break;
    case 'string':
      out.text(ATTRIBUTE.string, attribute.value);
      break;
    case 'floats':
      out.floats(ATTRIBUTE.floats, attribute.value);
      break;
    case 'ints':
      out.ints(ATTRIBUTE.ints, attribute.value);
      break;
    case 'strings':
      out.texts(ATTRIBUTE.strings, attribute.value);
      break;
    case 'graph':
      out.message(ATTRIBUTE.graph, (inner) => writeGraph(inner, 'body', attribute.value, inside(), noConstant));
      break;
  }
  out.int(ATTRIBUTE.type, ATTRIBUTE_TYPES[attribute.kind]);
}

const noConstant: Placement = ({ value }) => {
  throw new HorngateError('HG_INTERNAL', `Cannot write the constant "${value.id}" inside of a body`);
};

function writeTensor(out: ProtobufWriter, constant: Constant, names: Names, place: Place | 'inline'): void {
  const { value } = constant;
  out
    .ints(TENSOR.dims, value.dims as readonly number[])
    .int(TENSOR.dataType, ONNX_TYPES[value.dtype])
    .text(TENSOR.name, names.value(value));
  if (place === 'inline') {
    out.bytes(TENSOR.rawData, readConstant(constant));
    return;
  }
  const entries = { location: place.file ?? WEIGHTS_FILE, offset: String(place.offset), length: String(place.length) };
  for (const [key, text] of Object.entries(entries)) out.message(TENSOR.externalData, (inner) => inner.text(ENTRY.key, key).text(ENTRY.value, text));
  out.int(TENSOR.dataLocation, EXTERNAL);
}

function writeValueInfo(out: ProtobufWriter, name: string, { dtype, dims }: { dtype: DType; dims: Dims }, names: Names): void {
  out.text(VALUE_INFO.name, name).message(VALUE_INFO.type, (type) =>
    type.message(TYPE.tensorType, (tensor) =>
      tensor.int(TENSOR_TYPE.elemType, ONNX_TYPES[dtype]).message(TENSOR_TYPE.shape, (shape) => {
        for (const dim of dims) shape.message(SHAPE.dim, (inner) => writeDim(inner, names.dim(dim)));
      }),
    ),
  );
}

function writeDim(out: ProtobufWriter, dim: number | string): void {
  if (typeof dim === 'number') out.int(DIMENSION.value, dim);
  else out.text(DIMENSION.param, dim);
}
