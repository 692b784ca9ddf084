import { snakeCase, UniqueNames } from './snake.ts';
import type { LayerSpec, ModelSpec } from './spec.ts';

/** Path of each layer's group in the weights file, without a slash at either end. */
export type WeightPaths = ReadonlyMap<LayerSpec, string>;

/**
 * Where Keras wrote each layer's variables: `layers/<snake_case of the class>[_n]`, counted in container order, models in models below it,
 * and what a wrapper wraps below the wrapper.
 *
 * Layer names play no part. An object that is shared between two models stands under the first path only. Operations are no layers.
 *
 * @see keras/src/saving/saving_lib.py, `_save_state` and `_save_container_state`
 */
export function weightPaths(model: ModelSpec): WeightPaths {
  const paths = new Map<LayerSpec, string>();
  placeAll(model.layers, 'layers', paths, new Map());
  return paths;
}

/** Path of a layer whose own is known, and of all layers inside of it. */
export function pathsOf(layer: LayerSpec, path: string): WeightPaths {
  const paths = new Map<LayerSpec, string>();
  place(layer, path, paths, new Map());
  return paths;
}

type Paths = Map<LayerSpec, string>;
type Shared = Map<number, string>;

/** The members of a container. */
function placeAll(layers: readonly LayerSpec[], container: string, paths: Paths, shared: Shared): void {
  const names = new UniqueNames();
  for (const layer of layers) {
    if (layer.resolved.kind === 'operation') continue;
    const own = `${container}/${names.next(snakeCase(classOf(layer)))}`;
    const at = layer.shared === undefined ? own : (shared.get(layer.shared) ?? own);
    if (layer.shared !== undefined) shared.set(layer.shared, at);
    place(layer, at, paths, shared);
  }
}

/** The class as Python has it, whichever public name the file gives: `Convolution2D` is written by a Conv2D. */
const classOf = ({ resolved, object }: LayerSpec): string =>
  resolved.kind === 'layer' ? (resolved.definition.python ?? resolved.definition.keras) : object.className;

function place(layer: LayerSpec, at: string, paths: Paths, shared: Shared): void {
  paths.set(layer, at);
  if (layer.model !== undefined) placeAll(layer.model.layers, `${at}/layers`, paths, shared);
  const folders = layer.resolved.kind === 'layer' ? (layer.resolved.definition.inner ?? {}) : {};
  for (const [field, layers] of layer.inner ?? []) {
    const [only] = layers;
    if (Array.isArray(layer.object.config[field])) placeAll(layers, `${at}/${folders[field]}`, paths, shared);
    else if (only !== undefined) place(only, `${at}/${folders[field]}`, paths, shared);
  }
}
