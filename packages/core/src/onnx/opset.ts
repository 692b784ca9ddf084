import type { Constant, Graph, Node, Value } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import { OPSET } from './onnx.ts';

/** Opsets in which a file can be written. The newest is the last that ONNX Runtime 1.30 takes; what we write means the same in all of them. */
export const LEAST_OPSET = 13;
export const GREATEST_OPSET = 26;

/** The least IR version for an opset (onnx.helper.VERSION_TABLE): older runtimes refuse a newer one. */
const IR_VERSIONS: readonly (readonly [opset: number, version: number])[] = [
  [14, 7],
  [18, 8],
  [20, 9],
  [22, 10],
  [23, 11],
  [24, 12],
  [GREATEST_OPSET, 13],
];

export const irVersionOf = (opset: number): number => IR_VERSIONS.find(([last]) => opset <= last)?.[1] ?? 13;

/** Operators of the table that came later than LEAST_OPSET, in the form in which we write them (https://onnx.ai/onnx/operators, "History"). */
const SINCE: Readonly<Record<string, number>> = {
  BatchNormalization: 14,
  BitwiseAnd: 18,
  BitwiseNot: 18,
  BitwiseOr: 18,
  BitwiseXor: 18,
  DFT: 20,
  GRU: 14,
  Gelu: 20,
  HardSwish: 14,
  LSTM: 14,
  LayerNormalization: 17,
  Mish: 18,
  RNN: 14,
  STFT: 17,
  Trilu: 14,
};

/** Attributes and inputs that came later than their operator. */
const LATER: readonly { readonly op: string; readonly since: number; is(node: Node): boolean }[] = [
  { op: 'Reshape', since: 14, is: ({ attributes }) => attributes['allowzero'] !== undefined },
  { op: 'Shape', since: 15, is: ({ attributes }) => attributes['start'] !== undefined || attributes['end'] !== undefined },
  { op: 'ScatterElements', since: 18, is: ({ attributes }) => attributes['reduction'] !== undefined },
  { op: 'ScatterND', since: 18, is: ({ attributes }) => attributes['reduction'] !== undefined },
  { op: 'Split', since: 18, is: ({ attributes }) => attributes['num_outputs'] !== undefined },
  { op: 'Pad', since: 18, is: ({ inputs }) => inputs.length > 3 },
  { op: 'Resize', since: 18, is: ({ attributes }) => attributes['antialias'] !== undefined },
  { op: 'AveragePool', since: 19, is: ({ attributes }) => attributes['dilations'] !== undefined },
];

/** Axes of these became an input with opset 18; before, they are an attribute. */
const REDUCTIONS = new Set(['ReduceMax', 'ReduceMean', 'ReduceMin', 'ReduceProd']);
const AXES_AS_INPUT = 18;
const GELU = 20;

/**
 * The same graph for a runtime of another opset.
 *
 * @throws HG_USAGE_ARGUMENT for a number outside of the range; HG_UNSUPPORTED_OPERATION naming the operators that the opset lacks.
 */
export function inOpset(graph: Graph, opset: number): Graph {
  if (!Number.isInteger(opset) || opset < LEAST_OPSET || opset > GREATEST_OPSET)
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--opset ${opset}" as it must be from ${LEAST_OPSET} to ${GREATEST_OPSET}`);
  if (opset >= OPSET) return graph;
  const constants = new Map(graph.constants.map((constant) => [constant.value.id, constant]));
  const written = opset < GELU ? withoutGelu(graph) : graph;
  const older = opset < AXES_AS_INPUT ? written.nodes.map((node) => (REDUCTIONS.has(node.op) ? axesAsAttribute(node, constants) : node)) : written.nodes;
  const lacking = [
    ...new Set(
      everyNode(older)
        .filter((node) => sinceOf(node) > opset)
        .map(({ op }) => op),
    ),
  ];
  if (lacking.length > 0)
    throw new HorngateError(
      'HG_UNSUPPORTED_OPERATION',
      `Cannot write the model in opset ${opset} as it needs ${lacking.map((op) => `"${op}"`).join(', ')} in their later form: at least ${Math.max(...everyNode(older).map(sinceOf))}`,
    );
  return { ...written, nodes: older };
}

const everyNode = (nodes: readonly Node[]): readonly Node[] =>
  nodes.flatMap((node) => [
    node,
    ...Object.values(node.attributes).flatMap((attribute) => (attribute.kind === 'graph' ? everyNode(attribute.value.nodes) : [])),
  ]);

function sinceOf(node: Node): number {
  const later = LATER.find(({ op, is }) => op === node.op && is(node))?.since;
  const axes = REDUCTIONS.has(node.op) && node.inputs.length > 1 ? AXES_AS_INPUT : 0;
  return Math.max(later ?? 0, axes, SINCE[node.op] ?? LEAST_OPSET);
}

/** x * (0.5 + 0.5 * erf(x / sqrt(2))), as older opsets can say it; a graph of another type than float32 keeps its Gelu, and is refused by name. */
function withoutGelu(graph: Graph): Graph {
  const exact = ({ op, attributes }: Node): boolean => op === 'Gelu' && (attributes['approximate'] === undefined || attributes['approximate'].value === 'none');
  if (!graph.nodes.some(exact) || graph.constants.some(({ value }) => value.dtype === 'float16' || value.dtype === 'float64')) return graph;
  const taken = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...[...graph.constants.map(({ value }) => value), ...graph.nodes.flatMap(({ outputs }) => outputs)].map(({ id }) => id),
  ]);
  const fresh = (name: string): Value => {
    let id = name;
    for (let count = 0; taken.has(id); count++) id = `${name}_${count}`;
    taken.add(id);
    return { id, dtype: 'float32', dims: [] };
  };
  const [root, half] = [constantOf(fresh('gelu_root'), Math.SQRT1_2), constantOf(fresh('gelu_half'), 0.5)];
  const nodes = graph.nodes.flatMap((node): readonly Node[] => {
    if (!exact(node)) return [node];
    const [x] = node.inputs as readonly [Value];
    const [scaled, erf, part, weight] = ['scaled', 'erf', 'part', 'weight'].map((step) => fresh(`${node.outputs[0]?.id}_${step}`)) as [
      Value,
      Value,
      Value,
      Value,
    ];
    const make = (op: string, inputs: readonly Value[], output: Value): Node => ({ ...node, op, inputs, outputs: [output], attributes: {} });
    return [
      make('Mul', [x, root.value], scaled),
      make('Erf', [scaled], erf),
      make('Mul', [erf, half.value], part),
      make('Add', [part, half.value], weight),
      { ...node, op: 'Mul', inputs: [x, weight], attributes: {} },
    ];
  });
  return { ...graph, nodes, constants: [...graph.constants, root, half] };
}

const constantOf = (value: Value, number: number): Constant => ({ value, bytes: 4, read: () => new Uint8Array(Float32Array.of(number).buffer) });

/** Where the axes are constant; else the node stays, and is refused by name. */
function axesAsAttribute(node: Node, constants: ReadonlyMap<string, Constant>): Node {
  const [x = null, axes] = node.inputs;
  const constant = axes ? constants.get(axes.id) : undefined;
  if (constant === undefined) return node;
  const bytes = constant.read();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Array.from({ length: bytes.byteLength / 8 }, (_, index) => Number(view.getBigInt64(index * 8, true)));
  return { ...node, inputs: [x], attributes: { ...node.attributes, axes: { kind: 'ints', value: values } } };
}
