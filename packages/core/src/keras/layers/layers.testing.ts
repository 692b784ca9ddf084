import type { JsonObject } from '../../artifact/json/json.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import { dimText, symbol } from '../../graph/dims.ts';
import type { Constant, Node, Value } from '../../graph/values.ts';
import { withMask } from '../../graph/values.ts';
import { BYTES, type DType } from '../../tensor/dtype.ts';
import { HorngateError } from '../../words/error.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { callLayer } from '../call.ts';
import type { AnyLayer } from '../define-layer.ts';
import type { Operand } from '../operand.ts';
import { readLayer } from '../read.ts';
import type { Nest, Site } from '../site.ts';
import { States } from '../states.ts';
import { pathsOf } from '../weight-paths.ts';
import type { StoredWeight, WeightSource } from '../weight-source.ts';

/** An input: a text is a size that a call decides. */
export interface TestInput {
  readonly dims: readonly (number | string)[];
  readonly dtype?: DType;
  readonly mask?: readonly (number | string)[];
}

/** What a call has besides its first argument. */
export interface TestCall {
  readonly writer?: 2 | 3;
  readonly kwargs?: Readonly<Record<string, TestInput | readonly TestInput[] | boolean>>;
}

export interface Lowered {
  readonly inputs: readonly Value[];
  readonly values: readonly Value[];
  /** Dims of the first answer, as text. */
  readonly dims: string;
  readonly nodes: readonly Node[];
  readonly ops: readonly string[];
  /** Codes with which a call would end. */
  readonly guards: readonly string[];
  readonly constants: readonly Constant[];
}

/** Calls one layer as `trace` does. `weights` are the shapes in the file, in its order; element `i` of each is `i`. @throws what the layer throws. */
export function lowerLayer(
  definition: AnyLayer,
  config: JsonObject,
  inputs: readonly TestInput[],
  weights: Readonly<Record<string, readonly number[]>> | readonly (readonly number[])[] = {},
  dtype: DType = 'float32',
  { writer = 3, kwargs = {} }: TestCall = {},
): Lowered {
  const g = new GraphBuilder();
  const items = inputs.map((input, index) => inputOf(g, String(index), input));
  const places = Array.isArray(weights) ? Object.fromEntries(weights.map((dims, index) => [`vars/${index}`, dims])) : weights;
  const object = { className: definition.keras, module: null, registeredName: null, config, pointer: '/layer', object: { name: 'layer' } };
  const layer = readLayer(object, DEFAULT_LIMITS);
  const paths = pathsOf(layer, 'layer');
  const at = (path: string): Omit<Site, 'layer' | 'args' | 'kwargs'> => ({
    g,
    weights: sourceOf(places as Record<string, number[]>, dtype),
    writer,
    path,
    nest,
  });
  const nest: Nest = {
    states: new States(g, []),
    pathOf: (inner) => paths.get(inner) ?? '',
    call: (inner, args, given) => {
      if (inner.resolved.kind === 'missing') throw new HorngateError(inner.resolved.code, inner.resolved.message);
      if (inner.resolved.kind !== 'layer') throw new Error(`${inner.object.className} is no layer that is lowered`);
      return callLayer({ ...at(nest.pathOf(inner)), layer: inner, args, kwargs: given }, inner.resolved.definition);
    },
  };
  const values = callLayer(
    {
      ...at('layer'),
      layer: { ...layer, resolved: { kind: 'layer', definition } },
      args: [{ kind: 'list', items: items.map((value) => ({ kind: 'value', value })) }],
      kwargs: Object.fromEntries(Object.entries(kwargs).map(([name, given]) => [name, operandOf(g, name, given)])),
    },
    definition,
  );
  const { nodes, constants, guards } = g.finish([]);
  return {
    inputs: items,
    values,
    dims: values[0]?.dims.map(dimText).join() ?? '',
    nodes,
    ops: nodes.map(({ op }) => op),
    constants,
    guards: guards.map(({ code }) => code),
  };
}

const sourceOf = (places: Readonly<Record<string, readonly number[]>>, dtype: DType): WeightSource => ({
  below: (path) =>
    new Map(
      Object.entries(places).flatMap(([place, dims]) =>
        `layer/${place}`.startsWith(`${path}/`) ? [[`layer/${place}`.slice(path.length + 1), stored(dims, dtype)]] : [],
      ),
    ),
  nameAt: () => undefined,
});

function inputOf(g: GraphBuilder, name: string, { dims, dtype = 'float32', mask }: TestInput): Value {
  const value = g.input(`x${name}`, dtype, dims.map(dimOf));
  return withMask(value, mask && g.input(`mask${name}`, 'bool', mask.map(dimOf)));
}

function operandOf(g: GraphBuilder, name: string, given: TestInput | readonly TestInput[] | boolean): Operand {
  if (typeof given === 'boolean') return { kind: 'json', value: given };
  if (Array.isArray(given)) return { kind: 'list', items: given.map((item, index) => operandOf(g, `${name}_${index}`, item as TestInput)) };
  return { kind: 'value', value: inputOf(g, name, given as TestInput) };
}

const dimOf = (size: number | string) => (typeof size === 'string' ? symbol(size) : size);

function stored(dims: readonly number[], dtype: DType): StoredWeight {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return { dtype, dims, bytes: count * BYTES[dtype], read: () => new Uint8Array(Float32Array.from({ length: count }, (_, index) => index).buffer) };
}

/** The numbers of an attribute, for a test to compare. */
export function attributeOf(lowered: Lowered, op: string, name: string): unknown {
  return lowered.nodes.find((node) => node.op === op)?.attributes[name]?.value;
}
