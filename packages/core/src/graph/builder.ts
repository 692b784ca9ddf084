import { MAX_SOURCES } from '../stages/positions.ts';
import type { Table } from '../stages/table.ts';
import { BYTES, type DType, isFloat } from '../tensor/dtype.ts';
import { toHalves } from '../tensor/half.ts';
import { HorngateError } from '../words/error.ts';
import type { StageOptions } from '../words/program.ts';
import { type Dim, type Dims, dimText, isKnown, multiplyDims, sameDim, symbol } from './dims.ts';
import { ONNX_TYPES } from './operators/elementwise.ts';
import { OPERATORS } from './operators/index.ts';
import type { Inference } from './operators/operator.ts';
import { type Attribute, type Constant, type Graph, type GraphGuard, type NamedValue, type Node, type StageNode, type Value, withMask } from './values.ts';

/** A number is an int if it is whole; write `{ kind: 'float', value: 1 }`, or name it in FLOATS, where ONNX wants a float. */
export type AttributeInput = number | string | readonly number[] | readonly string[] | Attribute;

/** Attributes that ONNX declares as float or floats, whatever their value looks like. */
const FLOATS = new Set(['alpha', 'beta', 'gamma', 'epsilon', 'momentum', 'clip', 'cubic_coeff_a', 'activation_alpha', 'activation_beta']);

/** What a lowering hands in as a constant: `key` names the content, so that a shared weight becomes one constant. */
export interface ConstantData {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly key?: string;
  /** The same numbers in another type, where they are no sender's: such a constant takes the type of the floats that it meets. */
  readonly as?: (dtype: DType) => ConstantData;
  read(): Uint8Array;
}

/** Builds a typed graph; each node's types and shapes are inferred as it is added, so a misfit is refused at its layer. */
export class GraphBuilder {
  #nodes: Node[] = [];
  readonly #constants = new Map<string, Constant>();
  readonly #byKey = new Map<string, Constant>();
  readonly #integers = new Map<string, readonly number[]>();
  readonly #weak = new Map<string, (dtype: DType) => ConstantData>();
  readonly #inputs: NamedValue[] = [];
  readonly #guards: GraphGuard[] = [];
  readonly #steps: StageNode[] = [];
  #next = 0;
  /** Name of the layer that is being lowered; nodes remember it. */
  origin = '';

  /** JavaScript's side of ONNX Runtime has no bfloat16: such an input comes in as float32, which holds it exactly, and the signature says what it is. */
  input(name: string, dtype: DType, dims: Dims): Value {
    const brain = dtype === 'bfloat16';
    const value: Value = { id: this.#name('input'), dtype: brain ? 'float32' : dtype, dims };
    this.#inputs.push(brain ? { name, value, as: dtype } : { name, value });
    return brain ? this.cast(value, dtype) : value;
  }

  /** One node with one output. `declared` gives dims that cannot be inferred. @throws HG_ARTIFACT_SHAPE when inputs do not fit. */
  node(op: string, inputs: readonly (Value | null)[], attributes: Readonly<Record<string, AttributeInput>> = {}, declared?: Dims): Value {
    const [output] = this.nodes(op, inputs, attributes, 1, declared);
    return output as Value;
  }

  /** One node with `count` outputs. */
  nodes(op: string, given: readonly (Value | null)[], attributes: Readonly<Record<string, AttributeInput>>, count: number, declared?: Dims): readonly Value[] {
    const inputs = this.#ofOneType(op, given);
    if (inputs.some((value) => value?.dtype === 'string')) return this.#withTexts(op, inputs, attributes, count, declared);
    const operator = OPERATORS.get(op);
    if (operator === undefined) throw new HorngateError('HG_INTERNAL', `Cannot add "${op}" as it is not in the operator table`);
    const known = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attribute(name, value)]));
    const inference: Inference = {
      op,
      inputs,
      attributes: known,
      count,
      declared,
      integers: (index) => this.#integers.get(inputs[index]?.id ?? ''),
    };
    const outputs = operator.infer(inference).map(({ dtype, dims }): Value => ({ id: this.#name(op), dtype, dims: dims.map(countable) }));
    if (outputs.some(({ dtype }) => dtype === 'string'))
      throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot apply "${op}" as it would make texts of numbers`);
    this.#nodes.push({ op, inputs, outputs, attributes: known, origin: this.origin });
    return outputs;
  }

  /**
   * An operation of `stages`, between graphs: what it makes is a value as any other. Its table is written beside the graph.
   *
   * @param outline - type and dims of what it makes; the second check infers them again.
   */
  step(operation: string, options: StageOptions, table: Table | null, inputs: readonly Value[], { dtype, dims }: Pick<Value, 'dtype' | 'dims'>): Value {
    const output: Value = { id: this.#name(operation), dtype, dims };
    this.#steps.push({ operation, options, table, inputs, output, after: this.#nodes.length, origin: this.origin });
    return output;
  }

  /** A size that only a call decides, and that stands in no input. */
  unknown(name: string): Dim {
    return symbol(this.#name(name));
  }

  /**
   * Texts never enter a graph: where a model moves them, a graph moves their positions, and a step takes the texts there.
   *
   * @throws HG_UNSUPPORTED_DTYPE for an operator that does more than move.
   */
  #withTexts(
    op: string,
    inputs: readonly (Value | null)[],
    attributes: Readonly<Record<string, AttributeInput>>,
    count: number,
    declared: Dims | undefined,
  ): readonly Value[] {
    const [only] = inputs;
    if (op === 'Identity' && only !== undefined && only !== null) return [this.step('identity', {}, null, [only], only)];
    if (!MOVING.has(op)) throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot apply "${op}" to texts as only layers for texts take them`);
    const sources = inputs.filter((value) => value?.dtype === 'string') as readonly Value[];
    if (sources.length > MAX_SOURCES)
      throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot apply "${op}" to more than ${MAX_SOURCES} tensors of texts: found ${sources.length}`);
    const moved = inputs.map((value) => {
      const at = value === null ? -1 : sources.indexOf(value);
      return at < 0 ? value : this.step('positions', {}, null, sources.slice(0, at + 1), { dtype: 'int64', dims: sources[at]?.dims ?? [] });
    });
    const outputs = this.nodes(op, moved, attributes, count, declared);
    return op === 'Shape' ? outputs : outputs.map((places) => this.step('pick', {}, null, [places, ...sources], { dtype: 'string', dims: places.dims }));
  }

  constant(data: ConstantData): Value {
    const found = data.key === undefined ? undefined : this.#byKey.get(data.key);
    if (found !== undefined) return found.value;
    const value: Value = { id: this.#name('constant'), dtype: data.dtype, dims: data.dims };
    const bytes = data.dims.reduce((product, dim) => product * dim, BYTES[data.dtype]);
    const constant: Constant = { value, bytes, read: data.read };
    this.#constants.set(value.id, constant);
    if (data.key !== undefined) this.#byKey.set(data.key, constant);
    if (data.as !== undefined) this.#weak.set(value.id, data.as);
    return value;
  }

  /** Numbers that a lowering wrote down take the type of the floats beside them: float64 in a layer of that type. */
  #ofOneType(op: string, inputs: readonly (Value | null)[]): readonly (Value | null)[] {
    if (TYPED.has(op) || !inputs.some((value) => value !== null && this.#weak.has(value.id))) return inputs;
    const other = inputs.find((value) => value !== null && isFloat(value.dtype) && value.dtype !== 'float32' && !this.#weak.has(value.id))?.dtype;
    if (other === undefined) return inputs;
    return inputs.map((value) => {
      const as = value === null ? undefined : this.#weak.get(value.id);
      return as === undefined ? value : this.constant(as(other));
    });
  }

  /** An int64 vector, as shapes and axes want it. */
  ints(values: readonly number[]): Value {
    for (const value of values) exact(value);
    const value = this.constant({ dtype: 'int64', dims: [values.length], key: `ints:${values.join()}`, read: () => int64Bytes(values) });
    this.#integers.set(value.id, values);
    return value;
  }

  /** A scalar of a type, or of that of the floats that it meets, float32 among others. */
  scalar(value: number, dtype?: DType): Value {
    const of = (type: DType): ConstantData => ({
      dtype: type,
      dims: [],
      key: `scalar:${type}:${Object.is(value, -0) ? '-0' : value}`,
      read: () => scalarBytes(value, type),
    });
    const made = this.constant(dtype === undefined ? { ...of('float32'), key: `number:${Object.is(value, -0) ? '-0' : value}`, as: of } : of(dtype));
    if (dtype === 'int64') this.#integers.set(made.id, [value]);
    return made;
  }

  /** A float32 constant of given values, in C order. */
  floats(values: ArrayLike<number>, dims: readonly number[]): Value {
    const data = Float32Array.from(values);
    return this.constant({ dtype: 'float32', dims, read: () => new Uint8Array(data.buffer) });
  }

  cast(x: Value, dtype: DType): Value {
    return x.dtype === dtype ? x : this.node('Cast', [x], { to: ONNX_TYPES[dtype] });
  }

  transpose(x: Value, perm: readonly number[]): Value {
    return perm.every((axis, at) => axis === at) ? x : this.node('Transpose', [x], { perm });
  }

  /**
   * Reshape to dims of which some may be symbolic: a dim that stands where it stood is copied, one other is inferred by ONNX Runtime,
   * and only when two or more remain is the shape computed at run time.
   */
  reshape(x: Value, dims: Dims): Value {
    if (dims.length === x.dims.length && dims.every((dim, axis) => sameDim(dim, x.dims[axis] ?? -1))) return x;
    const [from, to] = [multiplyDims(x.dims), multiplyDims(dims)];
    if (isKnown(from) && isKnown(to) && from !== to)
      throw new HorngateError(
        'HG_ARTIFACT_SHAPE',
        `Cannot arrange [${x.dims.map(dimText).join(', ')}] as [${dims.map(dimText).join(', ')}]: it has other elements`,
      );
    const target = dims.map((dim, axis) => (isKnown(dim) ? dim : sameDim(dim, x.dims[axis] ?? -1) ? 0 : -1));
    // A known 0 would mean "copy" to ONNX, and two holes cannot be inferred: both go through a computed shape.
    if (target.filter((size) => size === -1).length > 1 || dims.some((dim) => dim === 0))
      return this.node('Reshape', [x, this.shape(x, dims)], { allowzero: 1 }, dims);
    return this.node('Reshape', [x, this.ints(target)], {}, dims);
  }

  /** An int64 vector of dims, computed from the shapes at hand: every symbolic dim must stand in `x`. */
  shape(x: Value, dims: Dims): Value {
    if (dims.every(isKnown)) return this.ints(dims);
    return this.node(
      'Concat',
      dims.map((dim) => this.size(x, dim)),
      { axis: 0 },
    );
  }

  /** One dim as int64 [1]: a constant, a size of `x`, or a product of both kinds. */
  size(x: Value, dim: Dim): Value {
    if (isKnown(dim)) return this.ints([dim]);
    const axis = x.dims.findIndex((other) => sameDim(other, dim));
    if (axis >= 0) return this.node('Shape', [x], { start: axis, end: axis + 1 });
    const terms = dim.terms.map(([atom, factor]) => {
      const at = x.dims.findIndex(
        (other) => !isKnown(other) && other.constant === 0 && other.terms.length === 1 && other.terms[0]?.[0] === atom && other.terms[0][1] === 1,
      );
      if (at < 0) throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compute the size "${dimText(dim)}" as "${atom}" is no axis of the value at hand`);
      return this.node('Mul', [this.node('Shape', [x], { start: at, end: at + 1 }), this.ints([factor])]);
    });
    return terms.reduce((sum, term) => this.node('Add', [sum, term]), this.ints([dim.constant]));
  }

  /** All axes from `axis` on as one. */
  flattenFrom(x: Value, axis: number): Value {
    return this.reshape(x, [...x.dims.slice(0, axis), multiplyDims(x.dims.slice(axis))]);
  }

  /** The node that made a value; undefined for inputs and constants. */
  producer(value: Value): Node | undefined {
    return this.#nodes.find(({ outputs }) => outputs.some(({ id }) => id === value.id));
  }

  /**
   * The nodes that `run` adds, as a graph of their own: the body of a node. Constants are made outside of it, and captured.
   *
   * @param shapes - of its inputs; those of what it captures follow them.
   * @throws HG_UNSUPPORTED_FIELD for a guard inside: nobody could see it.
   */
  body(shapes: readonly Pick<Value, 'dtype' | 'dims'>[], run: (inputs: readonly Value[]) => readonly Value[]): { graph: Graph; captured: readonly Value[] } {
    const outside = this.#nodes;
    const guards = this.#guards.length;
    const inputs = shapes.map(({ dtype, dims }): Value => ({ id: this.#name('step'), dtype, dims }));
    this.#nodes = [];
    try {
      const outputs = run(inputs);
      if (this.#guards.length > guards) throw new HorngateError('HG_UNSUPPORTED_FIELD', 'Cannot compile a condition on the data inside of a loop');
      return bodyGraph(inputs, this.#nodes, outputs);
    } finally {
      this.#nodes = outside;
    }
  }

  /** `value` must be a boolean scalar that is true; otherwise the call ends with `code`. */
  guard(guard: GraphGuard): void {
    this.#guards.push(guard);
  }

  finish(outputs: readonly NamedValue[]): Graph {
    const graph = { inputs: this.#inputs, outputs, nodes: this.#nodes, constants: [...this.#constants.values()], guards: this.#guards };
    return this.#steps.length === 0 ? graph : { ...graph, steps: this.#steps };
  }

  #name(prefix: string): string {
    return `${prefix}_${this.#next++}`;
  }
}

/** Operators that give what they take, each element as it is. */
const MOVING = new Set('Concat Expand Flatten Gather GatherElements GatherND Reshape Shape Slice Split Squeeze Tile Transpose Unsqueeze'.split(' '));

/** Operators with inputs of types of their own. */
const TYPED = new Set(['Cast', 'Resize', 'Scan']);

/** A body with the values of the scope outside that its nodes read, or that it hands out, as further inputs. */
function bodyGraph(inputs: readonly Value[], nodes: readonly Node[], outputs: readonly Value[]): { graph: Graph; captured: readonly Value[] } {
  const own = new Set([...inputs, ...nodes.flatMap((node) => node.outputs)].map(({ id }) => id));
  const captured = new Map<string, Value>();
  for (const value of [...nodes.flatMap((node) => node.inputs), ...outputs])
    if (value !== null && !own.has(value.id)) captured.set(value.id, withMask(value, undefined));
  const named = (name: string, values: readonly Value[]): NamedValue[] => values.map((value, index) => ({ name: `${name}_${index}`, value }));
  const graph = { inputs: named('step', [...inputs, ...captured.values()]), outputs: named('next', outputs), nodes, constants: [], guards: [] };
  return { graph, captured: [...captured.values()] };
}

/** Sizes from a file may multiply to anything: what is no exact number any more is past every budget, and one below 0 fits nothing. */
function countable(dim: Dim): Dim {
  if (isKnown(dim) && exact(dim) < 0) throw new HorngateError('HG_ARTIFACT_SHAPE', `Cannot make an axis of ${dim} elements`);
  return dim;
}

function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new HorngateError('HG_LIMIT_ACTIVATION', `Cannot reckon with a size that must be below 2^53: found ${value}`);
  return value;
}

function attribute(name: string, value: AttributeInput): Attribute {
  if (typeof value === 'number') return FLOATS.has(name) || !Number.isInteger(value) ? { kind: 'float', value } : { kind: 'int', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if ('kind' in value) return value;
  if (value.some((item) => typeof item === 'string')) return { kind: 'strings', value: value as readonly string[] };
  return { kind: FLOATS.has(name) ? 'floats' : 'ints', value: value as readonly number[] };
}

function int64Bytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
}

function scalarBytes(value: number, dtype: DType): Uint8Array {
  switch (dtype) {
    case 'float32':
      return new Uint8Array(Float32Array.of(value).buffer);
    case 'float64':
      return new Uint8Array(Float64Array.of(value).buffer);
    case 'float16':
    case 'bfloat16':
      return new Uint8Array(toHalves([value], dtype).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.of(value).buffer);
    case 'int64':
      return int64Bytes([value]);
    case 'int16':
      return new Uint8Array(Int16Array.of(value).buffer);
    case 'uint16':
      return new Uint8Array(Uint16Array.of(value).buffer);
    case 'uint32':
      return new Uint8Array(Uint32Array.of(value).buffer);
    case 'int8':
    case 'uint8':
    case 'bool':
      return Uint8Array.of(value);
    default:
      throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot write a constant of type "${dtype}"`);
  }
}
