import type { Hdf5File, Hdf5Group, Hdf5Object } from '../../artifact/index.ts';

/** The folder of a model's layers in the weights of Keras 2.12. */
export const EARLY = '_layer_checkpoint_dependencies';

/**
 * Weights in the layout of Keras 2.12, by the paths of today's. Each layer with weights is counted twice there, since the list that was walked names it once
 * more: with `dense` and its weights, the next one is `dense_2`; without, `dense_1`.
 *
 * @see keras/engine/functional.py of Keras 2.12, `_layer_checkpoint_dependencies`; keras/saving/saving_lib.py, `_save_container_state`
 */
export class EarlyLayout {
  readonly #file: Hdf5File;
  /** Numbers of the layers of one class in one folder, as far as they were asked for: counting goes on where it stopped. */
  readonly #counted = new Map<string, number[]>();

  constructor(file: Hdf5File) {
    this.#file = file;
  }

  get(path: string): Hdf5Object | undefined {
    let at: Hdf5Object | undefined = this.#file.root;
    let inLayers = false;
    for (const part of path.split('/')) {
      if (at?.kind !== 'group') return undefined;
      at = at.get(inLayers ? this.#name(at, part) : part === 'layers' ? EARLY : part);
      inLayers = !inLayers && part === 'layers';
    }
    return at;
  }

  /** What `dense_<n>` of today is called. Past the end of the folder the count stops: there is nothing. */
  #name(group: Hdf5Group, name: string): string {
    const [, stem = name, digits = '0'] = /^(.*?)_([0-9]+)$/.exec(name) ?? [];
    const named = (index: number): string => (index === 0 ? stem : `${stem}_${index}`);
    const key = `${group.address} ${stem}`;
    const numbers = this.#counted.get(key) ?? [0];
    this.#counted.set(key, numbers);
    const wanted = Number(digits);
    for (let last = numbers.at(-1) ?? 0; numbers.length <= wanted && last <= 2 * group.children().size; last = numbers.at(-1) ?? 0)
      numbers.push(last + (holdsData(group.get(named(last))) ? 2 : 1));
    return named(numbers[wanted] ?? Number.MAX_SAFE_INTEGER);
  }
}

/** Whether there is a data set anywhere below. Groups may lead to one another in any way: each is looked into once. */
function holdsData(object: Hdf5Object | undefined): boolean {
  const seen = new Set<number>();
  const open = [object];
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (next === undefined || next.kind === 'datatype' || seen.has(next.address)) continue;
    if (next.kind === 'dataset') return true;
    seen.add(next.address);
    for (const name of next.children().keys()) open.push(next.get(name));
  }
  return false;
}
