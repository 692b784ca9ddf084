import { HorngateError } from '../words/error.ts';
import type { Constant, Graph, NamedValue, Node, StageNode, Value } from './values.ts';

/** A part of a model that runs as one: an ONNX graph, or a step on texts or tables. Names are those of the signature. */
export type Piece =
  | { readonly kind: 'graph'; readonly name: string; readonly graph: Graph }
  | { readonly kind: 'step'; readonly step: StageNode; readonly inputs: readonly string[]; readonly output: NamedValue };

/**
 * Cuts a graph where steps stand in it: pieces in the order in which they run, with graphs as few and as late as steps allow.
 *
 * Level 0 is a graph, level 1 the steps that need nothing later, level 2 a graph again. A step runs as early as it can, a node as late as it may, so that what no
 * step needs stays in one graph.
 *
 * @returns the graph itself, called `main`, where there is no step and no text.
 * @throws HG_UNSUPPORTED_FIELD for an output that nothing computes.
 */
export function cut(graph: Graph): readonly Piece[] {
  const steps = graph.steps ?? [];
  if (steps.length === 0 && ![...graph.inputs, ...graph.outputs].some(({ value }) => value.dtype === 'string')) return [{ kind: 'graph', name: 'main', graph }];
  const pruned = live(graph);
  return new Cutter(pruned, pruned.steps ?? []).pieces();
}

class Cutter {
  readonly #graph: Graph;
  readonly #steps: readonly StageNode[];
  readonly #constants: ReadonlyMap<string, Constant>;
  /** Earliest graph level at which a value may be read. */
  readonly #ready = new Map<string, number>();
  readonly #stepLevel = new Map<StageNode, number>();
  readonly #nodeLevel = new Map<Node, number>();
  /** Level at which a value is made; inputs of the model have none. */
  readonly #made = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #taken: Set<string>;

  constructor(graph: Graph, steps: readonly StageNode[]) {
    this.#graph = graph;
    this.#steps = steps;
    this.#constants = new Map(graph.constants.map((constant) => [constant.value.id, constant]));
    this.#taken = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
    const latest = this.#early();
    this.#late(latest);
    this.#nameAll();
  }

  pieces(): readonly Piece[] {
    const levels = [...this.#nodeLevel.values(), ...this.#stepLevel.values()];
    const pieces: Piece[] = [];
    for (let level = 0; level <= Math.max(0, ...levels); level++) {
      const nodes = this.#graph.nodes.filter((node) => this.#nodeLevel.get(node) === level);
      if (nodes.length > 0) pieces.push({ kind: 'graph', name: level === 0 ? 'main' : `part-${level}`, graph: this.#segment(nodes, level) });
      for (const step of this.#steps) if (this.#stepLevel.get(step) === level) pieces.push(this.#piece(step, this.#named(step.output)));
    }
    return [...pieces, ...this.#copies()];
  }

  /** @returns the last level that a node needs. */
  #early(): number {
    let latest = 0;
    const steps = [...this.#steps];
    const run = (step: StageNode): void => {
      const level = Math.max(0, ...step.inputs.map((value) => this.#ready.get(value.id) ?? 0)) + 1;
      this.#stepLevel.set(step, level);
      this.#made.set(step.output.id, level);
      this.#ready.set(step.output.id, level + 1);
    };
    this.#graph.nodes.forEach((node, index) => {
      while (steps[0] !== undefined && steps[0].after <= index) run(steps.shift() as StageNode);
      let level = 0;
      for (const { id } of readsOf(node)) level = Math.max(level, this.#ready.get(id) ?? 0);
      for (const { id } of node.outputs) this.#ready.set(id, level);
      latest = Math.max(latest, level);
    });
    steps.forEach(run);
    return latest;
  }

  #late(latest: number): void {
    const need = new Map<string, number>();
    const read = (values: readonly Value[], level: number): void => {
      for (const { id } of values) need.set(id, Math.min(need.get(id) ?? latest, level));
    };
    for (const step of this.#steps) read(step.inputs, (this.#stepLevel.get(step) ?? 1) - 1);
    for (const node of [...this.#graph.nodes].reverse()) {
      let level = latest;
      for (const { id } of node.outputs) level = Math.min(level, need.get(id) ?? latest);
      this.#nodeLevel.set(node, level);
      for (const { id } of node.outputs) this.#made.set(id, level);
      read(readsOf(node), level);
    }
  }

  /** An output that something makes is called so from the start, unless an input has that name and may be read later. */
  #nameAll(): void {
    const inputs = new Set(this.#graph.inputs.map(({ name }) => name));
    for (const { name, value } of this.#graph.inputs) this.#names.set(value.id, name);
    for (const { name, value } of this.#graph.outputs)
      if (!this.#names.has(value.id) && this.#made.has(value.id) && !inputs.has(name)) this.#names.set(value.id, name);
  }

  #name(value: Value): string {
    const known = this.#names.get(value.id);
    if (known !== undefined) return known;
    const name = this.#free();
    this.#names.set(value.id, name);
    return name;
  }

  #free(): string {
    let count = 0;
    while (this.#taken.has(`value-${count}`)) count++;
    this.#taken.add(`value-${count}`);
    return `value-${count}`;
  }

  #named(value: Value): NamedValue {
    const name = this.#name(value);
    return this.#graph.outputs.find((output) => output.value.id === value.id && output.name === name) ?? { name, value };
  }

  #piece(step: StageNode, output: NamedValue): Piece {
    return { kind: 'step', step, inputs: step.inputs.map((value) => this.#name(value)), output };
  }

  #segment(nodes: readonly Node[], level: number): Graph {
    const own = new Set(nodes.flatMap(({ outputs }) => outputs.map(({ id }) => id)));
    const reads = new Map(nodes.flatMap((node) => readsOf(node).map((value) => [value.id, value] as const)));
    const guards = this.#graph.guards.filter(({ value }) => own.has(value.id));
    const inputs = [...reads.values()].filter(({ id }) => !own.has(id) && !this.#constants.has(id));
    const outputs = [...own].flatMap((id) => this.#leaving(id, level));
    if (outputs.length === 0 && guards.length === 0) throw nothing(nodes[0]?.origin ?? '');
    return {
      inputs: inputs.map((value) => this.#graph.inputs.find((input) => input.value.id === value.id) ?? { name: this.#name(value), value }),
      outputs,
      nodes,
      constants: [...reads.keys()].flatMap((id) => this.#constants.get(id) ?? []),
      guards,
    };
  }

  /** The value under its name, where another piece or a caller reads it. */
  #leaving(id: string, level: number): readonly NamedValue[] {
    const output = this.#graph.outputs.find(({ value }) => value.id === id);
    const step = this.#steps.flatMap(({ inputs }) => inputs).find((value) => value.id === id);
    const later = this.#graph.nodes.flatMap((node) => ((this.#nodeLevel.get(node) ?? 0) > level ? readsOf(node) : [])).find((value) => value.id === id);
    const value = output?.value ?? step ?? later;
    return value === undefined ? [] : [this.#named(value)];
  }

  /** Outputs that have another name still: inputs handed through, values given twice, names that an input has. Such a name is given last of all. */
  #copies(): readonly Piece[] {
    const inputs = new Set(this.#graph.inputs.map(({ name }) => name));
    const [first, last]: [Piece[], Piece[]] = [[], []];
    for (const output of this.#graph.outputs) {
      const { value, name } = output;
      const from = this.#names.get(value.id);
      if (from === name) continue;
      if (from === undefined) throw nothing(name);
      if (!inputs.has(name)) first.push(copy(from, output));
      else if (!inputs.has(from)) last.push(copy(from, output));
      else {
        const between = this.#free();
        first.push(copy(from, { ...output, name: between }));
        last.push(copy(between, output));
      }
    }
    return [...first, ...last];
  }
}

function copy(from: string, output: NamedValue): Piece {
  const { value } = output;
  return {
    kind: 'step',
    step: { operation: 'identity', options: {}, table: null, inputs: [value], output: value, after: 0, origin: '' },
    inputs: [from],
    output,
  };
}

/** What captured values a graph among the attributes needs stands among the inputs too. */
const readsOf = (node: Node): readonly Value[] => node.inputs.filter((value) => value !== null);

/** Without what no output and no guard needs. */
function live(graph: Graph): Graph {
  const needed = new Set([...graph.outputs, ...graph.guards].map(({ value }) => value.id));
  const need = (values: readonly Value[]): void => {
    for (const { id } of values) needed.add(id);
  };
  const waiting = [...(graph.steps ?? [])];
  const steps: StageNode[] = [];
  const nodes: Node[] = [];
  const visit = (step: StageNode): void => {
    if (!needed.has(step.output.id)) return;
    need(step.inputs);
    steps.push(step);
  };
  for (let index = graph.nodes.length - 1; index >= -1; index--) {
    for (let step = waiting.at(-1); step !== undefined && step.after > index; step = waiting.at(-1)) visit(waiting.pop() as StageNode);
    const node = graph.nodes[index];
    if (node === undefined || !node.outputs.some(({ id }) => needed.has(id))) continue;
    need(readsOf(node));
    nodes.push(node);
  }
  return { ...graph, nodes: nodes.reverse(), steps: steps.reverse() };
}

const nothing = (name: string): HorngateError => new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compile the output "${name}" as nothing computes it`);
