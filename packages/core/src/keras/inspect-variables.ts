import type { LayerSpec } from './spec.ts';
import type { WeightPaths } from './weight-paths.ts';
import { isIdle, type StoredWeight, type WeightSource } from './weight-source.ts';

/** One variable in the weights file. */
export interface Variable {
  /** Elements, and the bytes that they take. */
  readonly size: number;
  readonly bytes: number;
  /** Whether training moves it. */
  readonly trained: boolean;
}

/** What counting needs to know of the file. */
export interface Counted {
  readonly weights: WeightSource;
  readonly paths: WeightPaths;
  readonly writer: 2 | 3;
}

/** By path, so that a layer that stands in two places counts once. */
export type Variables = ReadonlyMap<string, Variable>;

/**
 * The variables of a layer, or of a model with all layers in it, as the weights file has them.
 *
 * Keras 3 asks each variable whether it is trained, which the layer that made it has told it; in Keras 2 a layer that is frozen trains nothing in it.
 * What a layer makes when it is built (the projections of an attention) knows nothing of what the layer is told in its config.
 *
 * @see keras/src/layers/layer.py, `trainable_weights`, `_track_variable`; tf_keras/src/engine/base_layer.py, `trainable_weights`
 */
export function variablesOf(layer: LayerSpec, counted: Counted): Variables {
  const found = new Map<string, Variable>();
  gather(layer, true, counted, found);
  return found;
}

export const variablesOfAll = (layers: readonly LayerSpec[], counted: Counted): Variables => {
  const found = new Map<string, Variable>();
  for (const layer of layers) gather(layer, true, counted, found);
  return found;
};

function gather(layer: LayerSpec, around: boolean, counted: Counted, found: Map<string, Variable>): void {
  const { paths, writer } = counted;
  if (layer.model !== undefined) {
    for (const each of layer.model.layers) gather(each, around, counted, found);
    return;
  }
  const free = layer.object.config['trainable'] !== false;
  const path = paths.get(layer);
  if (path !== undefined) for (const [name, variable] of own(layer, path, free && (around || writer === 3), counted)) found.set(`${path}/${name}`, variable);
  if (path !== undefined) for (const [name, variable] of second(layer, path, counted)) found.set(name, variable);
  for (const each of [...(layer.inner?.values() ?? [])].flat()) gather(each, writer === 3 || (around && free), counted, found);
}

/** The half of a Bidirectional that its config does not write out, where `below` does not reach it (a legacy file). */
function* second({ object, resolved, inner }: LayerSpec, path: string, { weights, writer }: Counted): Iterable<[path: string, variable: Variable]> {
  if (resolved.kind !== 'layer' || resolved.definition.keras !== 'Bidirectional' || (inner?.get('backward_layer') ?? []).length > 0) return;
  const forward = inner?.get('layer')?.[0]?.object.config['trainable'] !== false;
  const trained = forward && (writer === 3 || object.config['trainable'] !== false);
  for (const [name, { dims, bytes }] of weights.below(`${path}/backward_layer`))
    yield [`${path}/backward_layer/${name}`, { size: dims.reduce((product, dim) => product * dim, 1), bytes, trained }];
}

/** Weights of a vocabulary's tokens are no variables of Keras, and it does not count them. */
const isTable = (name: string): boolean => /(^|\/)vars\/idf_weights$/.test(name);

function* own(layer: LayerSpec, path: string, free: boolean, { weights, writer }: Counted): Iterable<[name: string, variable: Variable]> {
  const folders = layer.resolved.kind === 'layer' ? Object.values(layer.resolved.definition.inner ?? {}) : [];
  const stored = [...weights.below(path)].filter(([name]) => !isIdle(name) && !isTable(name) && !folders.some((folder) => name.startsWith(`${folder}/`)));
  const byFolder = new Map<string, (readonly [string, StoredWeight])[]>();
  for (const each of stored) {
    const folder = each[0].slice(0, each[0].lastIndexOf('/') + 1);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), each]);
  }
  for (const [folder, variables] of byFolder) {
    const told = writer === 2 || folder === 'vars/' || folder === 'cell/vars/';
    const fixed = fixedIn(layer, variables, folder);
    for (const [name, { dims, bytes }] of variables)
      if (!borrowed(layer, name, writer, fixed))
        yield [name, { size: dims.reduce((product, dim) => product * dim, 1), bytes, trained: (free || !told) && !fixed(indexOf(name)) }];
  }
}

/** SpectralNormalization of Keras 3 keeps the kernel that it wraps a second time; it is one variable. */
const borrowed = ({ object }: LayerSpec, name: string, writer: 2 | 3, fixed: (index: number) => boolean): boolean =>
  writer === 3 && object.className === 'SpectralNormalization' && !fixed(indexOf(name));

const indexOf = (name: string): number => Number(name.slice(name.lastIndexOf('/') + 1));

/** Variables that training does not move, by class: how many stand last in `vars` (`add_weight(..., trainable=False)` in Keras). */
const FROZEN: Readonly<Record<string, number>> = { BatchNormalization: 2, SyncBatchNormalization: 2, Normalization: 3, SpectralNormalization: 1 };

/** With `renorm`, a BatchNormalization keeps three statistics more. */
const frozenOf = ({ object: { className, config } }: LayerSpec): number =>
  (FROZEN[className] ?? 0) + (className === 'BatchNormalization' && config['renorm'] === true ? 3 : 0);

/** Which variables of a folder training never moves: statistics, and all of a quantized layer but its bias. */
function fixedIn(layer: LayerSpec, variables: readonly (readonly [string, StoredWeight])[], folder: string): (index: number) => boolean {
  const whole = variables.filter(([, { dtype }]) => dtype === 'int8' || dtype === 'uint8').map(([name]) => indexOf(name));
  if (whole.length > 0) {
    const bias = hasBias(layer) ? (whole.includes(0) ? 1 : 0) : -1;
    return (index) => index !== bias;
  }
  const first = variables.length - (folder === 'vars/' ? frozenOf(layer) : 0);
  return (index) => index >= first;
}

const hasBias = ({ object: { className, config } }: LayerSpec): boolean =>
  /Embedding$/.test(className) ? false : className === 'EinsumDense' ? (config['bias_axes'] ?? null) !== null : config['use_bias'] !== false;
