import { snakeCase, UniqueNames } from './snake.ts';
import type { LayerSpec, ModelSpec } from './spec.ts';

/** Path of each layer's group in the weights file, without a slash at either end. */
export type WeightPaths = ReadonlyMap<LayerSpec, string>;

/**
 * Where Keras wrote each layer's variables: `layers/<snake_case of the class>[_n]`, counted in container order, models in models below it.
 *
 * Layer names play no part. An object that is shared between two models stands under the first path only. Operations are no layers.
 *
 * @see keras/src/saving/saving_lib.py, `_save_state` and `_save_container_state`
 */
export function weightPaths(model: ModelSpec): WeightPaths {
  const paths = new Map<LayerSpec, string>();
  place(model, '', paths, new Map());
  return paths;
}

function place(model: ModelSpec, path: string, paths: Map<LayerSpec, string>, shared: Map<number, string>): void {
  const names = new UniqueNames();
  for (const layer of model.layers) {
    if (layer.resolved.kind === 'operation') continue;
    const own = `${path}layers/${names.next(snakeCase(layer.object.className))}`;
    const at = layer.shared === undefined ? own : (shared.get(layer.shared) ?? own);
    if (layer.shared !== undefined) shared.set(layer.shared, at);
    paths.set(layer, at);
    if (layer.model !== undefined) place(layer.model, `${at}/`, paths, shared);
  }
}
