import { pointerTo } from '../artifact/json/pointer.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { type Value, withMask } from '../graph/values.ts';
import { type DType, isDType, isFloat } from '../tensor/dtype.ts';
import { isHalf } from '../tensor/half.ts';
import { HorngateError } from '../words/error.ts';
import type { Activation } from './activation.ts';
import { enter, leave, mapOperand, reckonedIn, typesIn, widen, widened } from './autocast.ts';
import type { AnyLayer, Call, InnerLayer, Inputs, LayerDefinition } from './define-layer.ts';
import type { AnyOperation } from './define-operation.ts';
import { Fields } from './fields.ts';
import type { LayerObject } from './object.ts';
import { type Operand, valuesIn } from './operand.ts';
import type { LayerSpec } from './spec.ts';
import type { States } from './states.ts';
import { resolve } from './table.ts';
import { readPolicy, samePolicy, type TypePolicy } from './type-policy.ts';
import type { Weight } from './weight.ts';
import { pathsOf } from './weight-paths.ts';
import { bindWeights, type WeightSource } from './weight-source.ts';
import { weightAs } from './weight-types.ts';

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
  readonly nest: Nest;
}

/** How a layer reaches those that stand in its config. */
export interface Nest {
  /** States of all layers, by the path of the layer and the place in it. */
  readonly states: States;
  pathOf(layer: LayerSpec): string;
  call(layer: LayerSpec, args: readonly Operand[], kwargs: Readonly<Record<string, Operand>>): readonly Value[];
}

/** Lowers one call of a layer: config, arguments, types, masks and weights as Keras' `Layer.__call__` handles them (keras/src/layers/layer.py). */
export function callLayer(site: Site, definition: AnyLayer): readonly Value[] {
  const { g, layer } = site;
  const { config, types } = readConfig(site, (fields) => definition.config(fields));
  const names = definition.arguments ?? ['inputs'];
  const given = entered(site, definition, types, bindArguments(site, [...names, 'mask', 'training']));
  // `predict` overrules what Keras 3 has frozen in a call, be it no more than the default of an image layer (functional.py, `operation_fn`); Keras 2 does not.
  if (site.writer === 2 && isTrue(given.get('training'))) throw place(site, 'HG_UNSUPPORTED_FIELD', 'Cannot compile a call with "training" set to true');
  const inputs = someOf(
    site,
    masked(valuesIn(given.get(names[0] ?? 'inputs')), given.get('mask')).map((value) =>
      definition.floats === true && !isFloat(value.dtype) ? real(g, value, types.compute) : value,
    ),
  );
  const shapes = definition.weights?.(
    config,
    inputs,
    (name) => tensorArgument(site, given, name),
    (field) => innerOf(site, field),
  );
  const bound = bindWeights(site.weights, site.path, layer.name, shapes ?? {}, Object.values(definition.inner ?? {}));
  const answer = definition.lower(g, inputs, config, callOf(site, given, bound, types));
  const values = masksOf(site, definition, Array.isArray(answer) ? (answer as readonly Value[]) : [answer as Value], inputs);
  return definition.types === undefined ? values.map((value) => leave(g, value, types.compute)) : values;
}

/** The arguments with their tensors in the type that the layer wants: masks too, where they are floats, as Keras casts all that it is given. */
function entered(site: Site, definition: AnyLayer, { compute, variable }: TypePolicy, given: Given): Given {
  const { g } = site;
  // Without autocast the answer has whatever type the inputs and the variables promote to: the layer's own only where all have it.
  const floats = [...given.values()].flatMap(valuesIn).filter(({ dtype }) => isFloat(dtype));
  if (
    site.layer.object.config['autocast'] === false &&
    definition.autocast !== false &&
    (compute !== variable || floats.some(({ dtype }) => dtype !== compute))
  )
    throw place(site, 'HG_UNSUPPORTED_FIELD', 'Cannot compile "autocast" as false where inputs or variables are of another type than the layer');
  const change = (value: Value): Value => {
    if (definition.types === 'inner') return isFloat(value.dtype) ? withMask(g.cast(value, compute), value.mask) : value;
    return definition.autocast === false ? widen(g, value, compute) : enter(g, value, compute);
  };
  return definition.types === 'own' ? given : new Map([...given].map(([name, operand]) => [name, mapOperand(operand, change)]));
}

/** Whole numbers and booleans that meet the weights of a layer become floats of its type. */
const real = (g: GraphBuilder, value: Value, compute: DType): Value => withMask(g.cast(g.cast(value, compute), reckonedIn(compute)), value.mask);

/** Reads the config of the layer that a site calls; what stands there and is not read must be inert. */
function readConfig<T>(site: Site, read: (fields: Fields) => T): { readonly config: T; readonly types: TypePolicy } {
  const fields = fieldsOf(site);
  const { resolved } = site.layer;
  if (resolved.kind === 'layer') fields.ignore(...Object.keys(resolved.definition.inner ?? {}));
  const config = read(fields);
  const types = typesOf(site, fields, resolved.kind === 'layer' ? resolved.definition : undefined);
  fields.finish();
  return { config, types };
}

/** @throws HG_UNSUPPORTED_DTYPE, HG_UNSUPPORTED_FIELD for types that the definition is not computed in. */
function typesOf(site: Site, fields: Fields, definition: AnyLayer | undefined): TypePolicy {
  if (definition?.types === 'own') return FLOAT32;
  const types = fields.policy(site.layer.name);
  const { compute, quantization } = types;
  if (!isFloat(compute)) throw place(site, 'HG_UNSUPPORTED_DTYPE', `Cannot compile "${site.layer.name}" with the type policy "${compute}"`);
  if (quantization !== undefined && definition?.quantized !== true)
    throw place(site, 'HG_UNSUPPORTED_DTYPE', `Cannot compile "${site.layer.name}" quantized to ${quantization.mode}`);
  return types;
}

const policyOf = ({ name, object }: LayerSpec): TypePolicy => readPolicy(object.config['dtype'], pointerTo(pointerTo(object.pointer, 'config'), 'dtype'), name);

const FLOAT32: TypePolicy = { compute: 'float32', variable: 'float32', quantization: undefined };

const keepsState = (layer: LayerSpec): boolean =>
  layer.object.config['stateful'] === true || [...(layer.model?.layers ?? []), ...[...(layer.inner?.values() ?? [])].flat()].some(keepsState);

/** The layers that stand in a field of a layer's config. */
function innerOf(site: Site, field: string): readonly InnerLayer[] {
  return (site.layer.inner?.get(field) ?? []).map((layer) => innerLayer(site, layer, site.nest));
}

function innerLayer(site: Site, layer: LayerSpec, nest: Nest): InnerLayer {
  const path = nest.pathOf(layer);
  const inside: Site = { ...site, layer, path, args: [], kwargs: {}, nest };
  const { resolved } = layer;
  const folders = resolved.kind === 'layer' ? Object.values(resolved.definition.inner ?? {}) : [];
  return {
    className: resolved.kind === 'layer' ? resolved.definition.keras : layer.object.className,
    name: layer.name,
    stateful: keepsState(layer),
    call: (args, kwargs = {}) => nest.call(layer, args, kwargs),
    read: (read) => {
      if (resolved.kind === 'missing') throw place(inside, resolved.code, resolved.message);
      const { config, types } = readConfig(inside, (fields) => read(fields, resolved.kind === 'layer' ? resolved.definition.keras : layer.object.className));
      if (!samePolicy(types, policyOf(site.layer)))
        throw place(inside, 'HG_UNSUPPORTED_DTYPE', `Cannot compile "${layer.name}" with other types than those of "${site.layer.name}"`);
      return config;
    },
    bind: (shapes) => {
      const bound = bindWeights(site.weights, path, layer.name, shapes, folders);
      return new Map([...bound].map(([name, weight]) => [name, reckoned(inside, name, weight, policyOf(layer))]));
    },
    stored: (name) => site.weights.below(path).get(name)?.dims,
    inner: (name) => innerOf(inside, name),
    at: (folder) => {
      const paths = pathsOf(layer, `${site.path}/${folder}`);
      return innerLayer(site, layer, { ...nest, pathOf: (other) => paths.get(other) ?? nest.pathOf(other) });
    },
  };
}

export function callOperation(site: Site, definition: AnyOperation): readonly Value[] {
  const { g } = site;
  const fields = fieldsOf(site);
  const config = definition.config?.(fields);
  fields.finish();
  const more = definition.open === true ? Object.keys(site.kwargs).filter((name) => !definition.arguments.includes(name)) : [];
  const called: Site = definition.rest === true ? { ...site, args: [{ kind: 'list', items: site.args }] } : site;
  const given = bindArguments(called, [...definition.arguments, ...more]);
  const own = definition.types === 'own';
  const wide = own ? given : new Map([...given].map(([name, operand]) => [name, widened(g, operand)]));
  const answer = definition.lower(g, config, callOf(site, wide, new Map(), FLOAT32));
  const passed = new Set([...wide.values()].flatMap(valuesIn).map(({ id }) => id));
  // Another tensor than the argument, as it is in Keras: a loss asks what made its argument, and this operation did.
  const values = [answer].flat().map((value) => withMask(passed.has(value.id) ? g.node('Identity', [value]) : value, undefined));
  return own ? values : values.map((value) => leave(g, value, answeredIn(site, given, definition)));
}

/** The type of what an operation answers in floats: the one that it names, else that of its inputs where they are halves of one kind. */
function answeredIn(site: Site, given: Given, { like }: AnyOperation): DType {
  const argument = given.get('dtype');
  const named = argument?.kind === 'json' ? argument.value : site.layer.object.config['dtype'];
  if (isDType(named)) return named;
  const floats = new Set([...given].flatMap(([name, operand]) => (like === undefined || name === like ? typesIn(operand) : [])).filter(isFloat));
  const [only] = floats;
  return floats.size === 1 && only !== undefined && isHalf(only) ? only : 'float32';
}

function fieldsOf(site: Site): Fields {
  const { config, pointer } = site.layer.object;
  const fields: Fields = new Fields(config, pointerTo(pointer, 'config'), {
    writer: site.writer,
    layer: (object) => layerActivation(site, object, fields),
    asset: (name) => site.weights.asset?.(site.path, name),
  });
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
  const types = typesOf(site, fields, definition);
  if (!samePolicy(types, outer.policy(site.layer.name)))
    throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot compile the layer "${object.className}" as an activation with types of its own`, where);
  fields.finish();
  const lower = (g: GraphBuilder, x: Value): Value =>
    [definition.lower(g, [withMask(x, undefined)], config, callOf(site, new Map(), new Map(), types))].flat()[0] ?? x;
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
  // A list names a mask for each input, and null for "none": it must not move those behind it up.
  if (mask.kind === 'list' && mask.items.length === values.length) return values.map((value, index) => withMask(value, valuesIn(mask.items[index])[0]));
  const masks = valuesIn(mask);
  return values.map((value, index) => withMask(value, masks[index] ?? value.mask));
}

/** A tensor without its mask is another tensor, as it is in Keras: a mask that is taken off the one must stay on the other. */
function masksOf({ g, writer }: Site, definition: LayerDefinition, values: readonly Value[], inputs: readonly Value[]): readonly Value[] {
  const { mask: rule } = definition.maskSince === 3 && writer === 2 ? {} : definition;
  if (rule === 'own') return values;
  if (rule === undefined) return values.map((value) => (inputs.some(({ id }) => id === value.id) ? g.node('Identity', [value]) : withMask(value, undefined)));
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

/** A variable as the layer reckons with it. Counters of other types may lie in the file; what a layer reckons with is a float. */
function reckoned(site: Site, name: string, stored: Weight, { compute, variable }: TypePolicy): Weight {
  const { resolved } = site.layer;
  const kept = resolved.kind === 'layer' && resolved.definition.autocast !== undefined;
  const weight = weightAs(stored, kept ? [variable, reckonedIn(compute)] : [variable, compute]);
  if (weight === undefined) throw place(site, 'HG_UNSUPPORTED_DTYPE', `Cannot compile the variable "${name}" of type "${stored.dtype}"`);
  return weight;
}

function callOf(site: Site, given: Given, weights: ReadonlyMap<string, Weight>, types: TypePolicy): Call {
  const stored = (name: string): Weight => {
    const weight = weights.get(name);
    if (weight === undefined) throw new HorngateError('HG_INTERNAL', `Cannot find the weight "${name}" of "${site.layer.object.className}"`);
    return weight;
  };
  const call: Call = {
    name: site.layer.name,
    writer: site.writer,
    types,
    weight: (name) => reckoned(site, name, stored(name), types),
    stored,
    argument: (name) => given.get(name),
    value: (name) => tensorArgument(site, given, name),
    flag: (name, absent) => {
      const operand = given.get(name);
      if (operand === undefined) return absent;
      if (operand.kind !== 'json' || typeof operand.value !== 'boolean')
        throw place(site, 'HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is true or false`);
      return operand.value;
    },
    inner: (field) => innerOf(site, field),
    state: (place, dtype, dims) => site.nest.states.read(`${site.path}:${place}`, site.layer.name, dtype, dims),
    keep: (place, value) => site.nest.states.write(`${site.path}:${place}`, value),
    refuse: (code, message) => place(site, code, message),
  };
  return call;
}

const place = (site: Site, code: ConstructorParameters<typeof HorngateError>[0], message: string): HorngateError =>
  new HorngateError(code, message, { where: { member: 'config.json', pointer: site.layer.object.pointer } });
