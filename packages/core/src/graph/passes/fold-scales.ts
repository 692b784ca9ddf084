import { singlesOf } from '../../tensor/singles.ts';
import type { Constant, Graph, Node, Value } from '../values.ts';
import { Edit } from './edit.ts';
import { usesIn } from './integers.ts';

/** What happens to each channel behind a convolution: y * factor + shift, computed in double precision. */
interface Scale {
  readonly factor: (channel: number) => number;
  readonly shift: (channel: number) => number;
}

type ScaleThunk = () => Scale;

/**
 * Folds BatchNormalization, and Mul and Add by one number a channel, into the convolution before them: into its kernel and bias, when these are written.
 *
 * Only where nobody else reads the convolution's own result, and everything is float32 and constant.
 */
export function foldScales(graph: Graph): Graph {
  const edit = new Edit(graph);
  const uses = usesIn(graph);
  const convs = new Map<string, number>();
  for (const node of graph.nodes) {
    const [output] = node.outputs;
    const found = output === undefined ? undefined : scaled(edit, node);
    const at = found === undefined || uses.get(found.input.id) !== 1 ? undefined : convs.get(found.input.id);
    const conv = at === undefined ? undefined : edit.nodes[at];
    if (at !== undefined && conv !== undefined && found !== undefined && output !== undefined) {
      edit.nodes[at] = rescale(edit, conv, found.scale, output);
      convs.set(output.id, at);
      continue;
    }
    if (output !== undefined && isConstantConv(edit, node)) convs.set(output.id, edit.nodes.length);
    edit.keep(node);
  }
  return edit.finish();
}

const isConstantConv = (edit: Edit, { op, inputs }: Node): boolean =>
  op === 'Conv' && inputs.slice(1).every((input) => input === null || (input.dtype === 'float32' && edit.constantOf(input) !== undefined));

interface Found {
  readonly input: Value;
  readonly scale: ScaleThunk;
}

function scaled(edit: Edit, node: Node): Found | undefined {
  if (node.op === 'BatchNormalization') return normalized(edit, node);
  if (node.op !== 'Mul' && node.op !== 'Add') return undefined;
  const [a, b] = node.inputs;
  const constant = edit.constantOf(b) ?? edit.constantOf(a);
  const input = edit.constantOf(b) === undefined ? b : a;
  if (!input || constant === undefined || !isPerChannel(constant.value, input)) return undefined;
  const scale = (): Scale => {
    const values = floats(constant);
    const value = (channel: number): number => values[values.length === 1 ? 0 : channel] ?? 0;
    return node.op === 'Mul' ? { factor: value, shift: () => 0 } : { factor: () => 1, shift: value };
  };
  return { input, scale };
}

/** y = (x - mean) / sqrt(variance + epsilon) * gamma + beta. */
function normalized(edit: Edit, { inputs, attributes }: Node): Found | undefined {
  const [input, ...rest] = inputs;
  const [gamma, beta, mean, variance] = rest.map((value) => (value?.dtype === 'float32' ? edit.constantOf(value) : undefined));
  if (!input || !gamma || !beta || !mean || !variance || (attributes['training_mode']?.kind === 'int' && attributes['training_mode'].value !== 0))
    return undefined;
  const epsilon = attributes['epsilon']?.kind === 'float' ? Math.fround(attributes['epsilon'].value) : Math.fround(1e-5);
  const scale = (): Scale => {
    const [g, b, m, v] = [floats(gamma), floats(beta), floats(mean), floats(variance)];
    const factor = (channel: number): number => (g[channel] ?? 0) / Math.sqrt((v[channel] ?? 0) + epsilon);
    return { factor, shift: (channel) => (b[channel] ?? 0) - (m[channel] ?? 0) * factor(channel) };
  };
  return { input, scale };
}

/** Whether a constant holds one number, or one for each channel of [batch, channels, …], and the result keeps the input's shape. */
function isPerChannel({ dtype, dims }: Value, input: Value): boolean {
  const rank = input.dims.length;
  if (dtype !== 'float32' || dims.length > rank) return false;
  return dims.every((dim, axis) => dim === 1 || (axis === dims.length - rank + 1 && dim === input.dims[1]));
}

function rescale(edit: Edit, conv: Node, scale: ScaleThunk, output: Value): Node {
  const [image = null, kernel, bias] = conv.inputs;
  const weights = edit.constantOf(kernel);
  if (!kernel || weights === undefined) return conv;
  const channels = (kernel.dims as readonly number[])[0] ?? 0;
  const offsets = edit.constantOf(bias);
  const scaledKernel = edit.constant(`${kernel.id}*${output.id}`, 'float32', kernel.dims as readonly number[], () => scaleKernel(weights, channels, scale()));
  const scaledBias = edit.constant(`bias*${output.id}`, 'float32', [channels], () => scaleBias(offsets, channels, scale()));
  return { ...conv, inputs: [image, scaledKernel, scaledBias], outputs: [output] };
}

function scaleKernel(kernel: Constant, channels: number, { factor }: Scale): Uint8Array {
  const values = floats(kernel).slice();
  const size = values.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const by = factor(channel);
    for (let at = channel * size; at < (channel + 1) * size; at++) values[at] = (values[at] as number) * by;
  }
  return new Uint8Array(values.buffer);
}

function scaleBias(bias: Constant | undefined, channels: number, { factor, shift }: Scale): Uint8Array {
  const values = bias === undefined ? new Float32Array(channels) : floats(bias).slice();
  for (let channel = 0; channel < channels; channel++) values[channel] = (values[channel] as number) * factor(channel) + shift(channel);
  return new Uint8Array(values.buffer);
}

const floats = (constant: Constant): Float32Array => singlesOf(constant.read());
