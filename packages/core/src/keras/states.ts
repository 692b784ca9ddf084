import type { GraphBuilder } from '../graph/builder.ts';
import type { NamedValue, Value } from '../graph/values.ts';
import type { DType } from '../tensor/dtype.ts';
import { nextOf } from '../words/program.ts';

interface Kept {
  readonly name: string;
  value: Value;
}

/**
 * What stateful layers keep from call to call: inputs of the graph, and outputs with their next values. A Session never remembers them.
 *
 * A layer that is called twice in one model meets in the second call what the first left, as Keras' variables do.
 */
export class States {
  readonly #g: GraphBuilder;
  readonly #taken: Set<string>;
  readonly #kept = new Map<string, Kept>();

  /** @param taken - names of the model's own inputs and outputs. */
  constructor(g: GraphBuilder, taken: readonly string[]) {
    this.#g = g;
    this.#taken = new Set(taken);
  }

  read(key: string, layer: string, dtype: DType, dims: readonly number[]): Value {
    const known = this.#kept.get(key);
    if (known !== undefined) return known.value;
    const name = this.#free(layer);
    const value = this.#g.input(name, dtype, dims);
    this.#kept.set(key, { name, value });
    return value;
  }

  /** A state that was not read is an input all the same: whoever hands it on need not know that a call began anew. */
  write(key: string, value: Value): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) kept.value = value;
  }

  get names(): readonly string[] {
    return [...this.#kept.values()].map(({ name }) => name);
  }

  /** The next values, each by a node of its own: one may be the input itself, or an output of the model. */
  get outputs(): readonly NamedValue[] {
    return [...this.#kept.values()].map(({ name, value }) => ({ name: nextOf(name), value: this.#g.node('Identity', [value]) }));
  }

  #free(layer: string): string {
    const base = `state/${layer}/${this.#kept.size}`;
    let name = base;
    for (let count = 1; this.#taken.has(name) || this.#taken.has(nextOf(name)); count++) name = `${base}_${count}`;
    this.#taken.add(name);
    return name;
  }
}
