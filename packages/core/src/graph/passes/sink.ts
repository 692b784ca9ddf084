import { BYTES } from '../../tensor/dtype.ts';
import type { Attribute, Graph, Node, Value } from '../values.ts';
import { Edit } from './edit.ts';
import { compose, inverse, isIdentityPerm, type Perm, permuteBytes, permuted, samePerm } from './permutation.ts';

/** Constants up to this are permuted rather than the tensors that they meet. */
const MAX_PERMUTED_BYTES = 16 * 1024 * 1024;

/** A value as a Transpose by `perm` of `source`, which is what is really computed. */
export interface View {
  readonly source: Value;
  readonly perm: Perm;
}

/** The graph as it is rewritten: which values are views of others, and their Transpose nodes where somebody needs them after all. */
export class Sink {
  readonly edit: Edit;
  readonly #views = new Map<string, View>();
  readonly #done = new Set<string>();

  constructor(graph: Graph) {
    this.edit = new Edit(graph);
  }

  /** The value's view, where it is one that its readers can use. */
  view(value: Value | null | undefined): View | undefined {
    return value ? this.#views.get(this.edit.find(value).id) : undefined;
  }

  /** The value itself, with a Transpose behind its source where it is a view. */
  real(value: Value): Value {
    const found = this.edit.find(value);
    const view = this.#views.get(found.id);
    if (view !== undefined && !this.#done.has(found.id)) {
      this.#done.add(found.id);
      this.edit.add('Transpose', [view.source], found, { perm: { kind: 'ints', value: view.perm } }, '');
    }
    return found;
  }

  transpose({ inputs: [input], outputs: [output], attributes }: Node): boolean {
    const perm = attributes['perm'];
    if (!input || output === undefined || perm?.kind !== 'ints') return false;
    const view = this.view(input);
    this.see(output, view?.source ?? this.edit.find(input), view === undefined ? perm.value : compose(view.perm, perm.value));
    return true;
  }

  /** From now on `value` is `source`, permuted. */
  see(value: Value, source: Value, perm: Perm): void {
    if (isIdentityPerm(perm)) this.edit.replace(value, source);
    else this.#views.set(value.id, { source, perm });
  }

  /** The node on sources: its output has its axes in the order of the sources, and `output` becomes a view of it. */
  moved(node: Node, inputs: readonly (Value | null)[], perm: Perm, attributes: Readonly<Record<string, Attribute>> = node.attributes): true {
    const outputs = node.outputs.map((output) => {
      const source = this.edit.value(output.dtype, permuted(output.dims, inverse(perm)));
      this.see(output, source, perm);
      return source;
    });
    this.edit.nodes.push({ ...node, inputs, outputs, attributes });
    return true;
  }

  /**
   * An input as the sources of the others see it, `perm` being what leads from there to here. Constants are permuted, and so are small tensors
   * that are spread over large ones; undefined where that would cost more than it saves.
   */
  aligned(value: Value, perm: Perm, others: Value): Value | undefined {
    const view = this.view(value);
    if (view !== undefined && samePerm(view.perm, perm)) return view.source;
    const rank = value.dims.length;
    if (rank <= perm.length && value.dims.every((dim) => dim === 1)) return this.real(value);
    if (this.edit.constantOf(value) !== undefined) return this.permutedConstant(value, perm);
    if (rank !== perm.length || !isSmaller(value, others)) return undefined;
    const dims = permuted(value.dims, inverse(perm));
    return this.edit.add('Transpose', [this.real(value)], this.edit.value(value.dtype, dims), { perm: { kind: 'ints', value: inverse(perm) } }, '');
  }

  permutedConstant(value: Value, perm: Perm): Value | undefined {
    const constant = this.edit.constantOf(value);
    const dims = value.dims as readonly number[];
    if (constant === undefined || dims.length > perm.length || constant.bytes > MAX_PERMUTED_BYTES || value.dtype === 'string') return undefined;
    const full = [...new Array<number>(perm.length - dims.length).fill(1), ...dims];
    const back = inverse(perm);
    const size = BYTES[value.dtype];
    return this.edit.constant(`${value.id}(${back.join()})`, value.dtype, permuted(full, back), () => permuteBytes(constant.read(), full, back, size));
  }

  finish(): Graph {
    return this.edit.finish((value) => this.real(value));
  }
}

/** Whether a tensor is spread along an axis of another: then it is by far the smaller one. */
function isSmaller(value: Value, other: Value): boolean {
  return value.dims.some((dim, axis) => dim === 1 && other.dims[axis] !== 1);
}
