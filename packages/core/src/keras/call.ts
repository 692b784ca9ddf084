import { pointerTo } from '../artifact/json/pointer.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { type Value, withMask } from '../graph/values.ts';
import { isFloat } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import type { Activation } from './activation.ts';
import type { AnyLayer, Call, Inputs, LayerDefinition } from './define-layer.ts';
import type { AnyOperation } from './define-operation.ts';
import { Fields } from './fields.ts';
import type { LayerObject } from './object.ts';
import { type Operand, valuesIn } from './operand.ts';
import type { LayerSpec } from './spec.ts';
import { resolve } from './table.ts';
import type { Weight } from './weight.ts';
import { bindWeights, type WeightSource } from './weight-source.ts';

/** One call of one layer or operation, before it is lowered. */
export interface Site {
  readonly g: GraphBuilder;
  readonly weights: WeightSource;
  readonly writer: 2 | 3;
  /** Of the layer in the weights file. */
  readonly path: string;
  readonly layer: LayerSpec;
  readonly args: readonly Operand[];
  readonly kwargs: Readonly<Record<string, Operand>>;
}

/** Lowers one call of a layer: config, arguments, types, masks and weights as Keras' `Layer.__call__` handles them (keras/src/layers/layer.py). */
export function callLayer(site: Site, definition: AnyLayer): readonly Value[] {
  const { g, layer } = site;
  const fields = fieldsOf(site);
  const config = definition.config(fields);
  fields.requireFloat32();
  fields.finish();
  const names = definition.arguments ?? ['inputs'];
  const given = bindArguments(site, [...names, 'mask', 'training']);
  if (isTrue(given.get('training'))) throw place(site, 'HG_UNSUPPORTED_FIELD', 'Cannot compile a call with "training" set to true');
  const inputs = someOf(
    site,
    masked(valuesIn(given.get(names[0] ?? 'inputs')), given.get('mask')).map((value) => typed(g, value, definition.floats === true)),
  );
  const shapes = definition.weights?.(config, inputs, (name) => tensorArgument(site, given, name)) ?? {};
  const bound = bindWeights(site.weights, site.path, layer.name, shapes);
  const answer = definition.lower(g, inputs, config, callOf(site, given, bound));
  return masksOf(g, definition, Array.isArray(answer) ? (answer as readonly Value[]) : [answer as Value], inputs);
}

export function callOperation(site: Site, definition: AnyOperation): readonly Value[] {
  const fields = fieldsOf(site);
  const config = definition.config?.(fields);
  fields.finish();
  const answer = definition.lower(site.g, config, callOf(site, bindArguments(site, definition.arguments), new Map()));
  return (Array.isArray(answer) ? (answer as readonly Value[]) : [answer as Value]).map((value) => withMask(value, undefined));
}

function fieldsOf(site: Site): Fields {
  const { config, pointer } = site.layer.object;
  const fields: Fields = new Fields(config, pointerTo(pointer, 'config'), { writer: site.writer, layer: (object) => layerActivation(site, object, fields) });
  return fields;
}

/** A layer in the place of an activation function, such as `Dense(8, activation=LeakyReLU())`: Keras calls it on the bare tensor, without a mask. */
function layerActivation(site: Site, object: LayerObject, outer: Fields): Activation {
  const where = { where: { member: 'config.json', pointer: object.pointer } };
  const resolved = resolve(object);
  if (resolved.kind === 'missing') throw new HorngateError(resolved.code, resolved.message, where);
  if (resolved.kind !== 'layer' || resolved.definition.weights !== undefined)
    throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compile the layer "${object.className}" as an activation`, where);
  const { definition } = resolved;
  const fields = outer.of(object);
  const config = definition.config(fields);
  fields.requireFloat32();
  fields.finish();
  const lower = (g: GraphBuilder, x: Value): Value =>
    [definition.lower(g, [withMask(x, undefined)], config, callOf(site, new Map(), new Map()))].flat()[0] ?? x;
  return { name: object.className, recurrent: undefined, apply: lower };
}

function someOf(site: Site, [first, ...others]: readonly Value[]): Inputs {
  if (first === undefined) throw place(site, 'HG_ARTIFACT_GRAPH', 'Cannot call the layer without an input');
  return [first, ...others];
}

type Given = ReadonlyMap<string, Operand>;

/** Positional and named arguments by name; null means "not passed". */
function bindArguments(site: Site, names: readonly string[]): Given {
  if (site.args.length > names.length) throw place(site, 'HG_ARTIFACT_GRAPH', `Cannot call the layer with ${site.args.length} arguments`);
  const given = new Map<string, Operand>();
  const pass = (name: string, operand: Operand): void => {
    if (given.has(name)) throw place(site, 'HG_ARTIFACT_GRAPH', `Cannot pass the argument "${name}" twice`);
    if (!(operand.kind === 'json' && operand.value === null)) given.set(name, operand);
  };
  site.args.forEach((operand, index) => {
    pass(names[index] ?? '', operand);
  });
  for (const [name, operand] of Object.entries(site.kwargs)) {
    if (!names.includes(name)) throw place(site, 'HG_UNSUPPORTED_FIELD', `Cannot compile a call with the argument "${name}"`);
    pass(name, operand);
  }
  return given;
}

/** An explicit `mask` takes the place of the one that the input carries. */
function masked(values: readonly Value[], mask: Operand | undefined): readonly Value[] {
  if (mask === undefined) return values;
  const masks = valuesIn(mask);
  return values.map((value, index) => withMask(value, masks[index] ?? value.mask));
}

/** Autocast: floats become float32; all numbers do where the layer multiplies them with its weights. */
function typed(g: GraphBuilder, value: Value, all: boolean): Value {
  return all || isFloat(value.dtype) ? withMask(g.cast(value, 'float32'), value.mask) : value;
}

/** A tensor without its mask is another tensor, as it is in Keras: a mask that is taken off the one must stay on the other. */
function masksOf(g: GraphBuilder, definition: LayerDefinition, values: readonly Value[], inputs: readonly Value[]): readonly Value[] {
  if (definition.mask === 'own') return values;
  if (definition.mask === undefined)
    return values.map((value) => (inputs.some(({ id }) => id === value.id) ? g.node('Identity', [value]) : withMask(value, undefined)));
  const mask = inputs[0]?.mask;
  return values.map((value) => withMask(value, mask));
}

const isTrue = (operand: Operand | undefined): boolean => operand?.kind === 'json' && operand.value === true;

function tensorArgument(site: Site, given: Given, name: string): Value | undefined {
  const operand = given.get(name);
  if (operand === undefined) return undefined;
  if (operand.kind !== 'value') throw place(site, 'HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a tensor`);
  return operand.value;
}

function callOf(site: Site, given: Given, weights: ReadonlyMap<string, Weight>): Call {
  const call: Call = {
    name: site.layer.name,
    writer: site.writer,
    weight: (name) => {
      const weight = weights.get(name);
      if (weight === undefined) throw new HorngateError('HG_INTERNAL', `Cannot find the weight "${name}" of "${site.layer.object.className}"`);
      // Counters of other types may lie in the file; what a layer reckons with is float32.
      if (weight.dtype !== 'float32') throw place(site, 'HG_UNSUPPORTED_DTYPE', `Cannot compile the variable "${name}" of type "${weight.dtype}"`);
      return weight;
    },
    argument: (name) => given.get(name),
    value: (name) => tensorArgument(site, given, name),
    flag: (name, absent) => {
      const operand = given.get(name);
      if (operand === undefined) return absent;
      if (operand.kind !== 'json' || typeof operand.value !== 'boolean')
        throw place(site, 'HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is true or false`);
      return operand.value;
    },
    refuse: (code, message) => place(site, code, message),
  };
  return call;
}

const place = (site: Site, code: ConstructorParameters<typeof HorngateError>[0], message: string): HorngateError =>
  new HorngateError(code, message, { where: { member: 'config.json', pointer: site.layer.object.pointer } });
