import { pointerTo } from '../artifact/json/pointer.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { type Value, withMask } from '../graph/values.ts';
import { isFloat } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import type { Activation } from './activation.ts';
import { leave } from './autocast.ts';
import type { AnyLayer, Call, InnerLayer, Inputs, LayerDefinition } from './define-layer.ts';
import { Fields } from './fields.ts';
import { entered, policyOf, real, reckoned, typesOf } from './layer-types.ts';
import type { LayerObject } from './object.ts';
import { type Operand, valuesIn } from './operand.ts';
import { bindArguments, type Given, type Nest, place, type Site } from './site.ts';
import type { LayerSpec } from './spec.ts';
import { resolve } from './table.ts';
import { samePolicy, type TypePolicy } from './type-policy.ts';
import type { Weight } from './weight.ts';
import { pathsOf } from './weight-paths.ts';
import { bindWeights } from './weight-source.ts';

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

export function fieldsOf(site: Site): Fields {
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

export function callOf(site: Site, given: Given, weights: ReadonlyMap<string, Weight>, types: TypePolicy): Call {
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
