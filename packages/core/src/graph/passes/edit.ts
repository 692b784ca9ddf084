import { BYTES, type DType } from '../../tensor/dtype.ts';
import { HorngateError } from '../../words/error.ts';
import type { Dims } from '../dims.ts';
import type { Attribute, Constant, Graph, NamedValue, Node, Value } from '../values.ts';
import { constantsById, integersIn } from './integers.ts';

/**
 * A graph that is being written anew, node after node, by a pass.
 *
 * A value may be put in another's place; later readers then meet that one. Ids that a pass makes are new, so single assignment holds.
 */
export class Edit {
  readonly nodes: Node[] = [];
  readonly #graph: Graph;
  readonly #constants: Map<string, Constant>;
  readonly #made = new Map<string, Value>();
  readonly #instead = new Map<string, Value>();
  readonly #taken: Set<string>;
  readonly #integers: ReturnType<typeof integersIn>;
  #next = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#constants = constantsById(graph);
    this.#integers = integersIn(this.#constants);
    const values = [...graph.inputs.map(({ value }) => value), ...graph.nodes.flatMap(({ outputs }) => outputs)];
    this.#taken = new Set([...values.map(({ id }) => id), ...this.#constants.keys()]);
  }

  /** A value that no node makes yet. */
  value(dtype: DType, dims: Dims): Value {
    let id = `edit_${this.#next++}`;
    while (this.#taken.has(id)) id = `edit_${this.#next++}`;
    this.#taken.add(id);
    return { id, dtype, dims };
  }

  /** What stands in the place of a value now. */
  find(value: Value): Value {
    return this.#instead.get(value.id) ?? value;
  }

  replace(value: Value, by: Value): void {
    this.#instead.set(value.id, by);
  }

  constantOf(value: Value | null | undefined): Constant | undefined {
    return value ? this.#constants.get(value.id) : undefined;
  }

  integersOf(value: Value | null | undefined): readonly number[] | undefined {
    return this.#integers(value);
  }

  /** A constant that is made out of others; equal keys are one constant. */
  constant(key: string, dtype: DType, dims: readonly number[], read: () => Uint8Array): Value {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const value = this.value(dtype, dims);
    this.#constants.set(value.id, { value, bytes: dims.reduce((product, dim) => product * dim, BYTES[dtype]), read });
    this.#made.set(key, value);
    return value;
  }

  ints(values: readonly number[]): Value {
    return this.constant(`ints:${values.join()}`, 'int64', [values.length], () => new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  /** The node as it was, its inputs as they are now. */
  keep(node: Node): void {
    this.nodes.push({ ...node, inputs: node.inputs.map((input) => (input === null ? null : this.find(input))) });
  }

  add(op: string, inputs: readonly (Value | null)[], output: Value, attributes: Readonly<Record<string, Attribute>>, origin: string): Value {
    this.nodes.push({ op, inputs, outputs: [output], attributes, origin });
    return output;
  }

  finish(find: (value: Value) => Value = (value) => this.find(value)): Graph {
    const { inputs, outputs, guards } = this.#graph;
    const ends = outputs.map((output): NamedValue => ({ ...output, value: find(output.value) }));
    const watched = guards.map((guard) => ({ ...guard, value: find(guard.value) }));
    return { inputs, outputs: ends, nodes: this.nodes, constants: [...this.#constants.values()], guards: watched };
  }
}

/** A pass met a graph that no builder makes: a bug of ours. */
export const bug = (message: string): HorngateError => new HorngateError('HG_INTERNAL', message);
