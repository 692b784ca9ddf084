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
  /** The last graph level that reads a value. */
  readonly #lastRead = new Map<string, { readonly value: Value; readonly level: number }>();
  /** Values that steps or callers read. */
  readonly #crossing: ReadonlyMap<string, Value>;
  /** Inputs and outputs of the model by the values that they are; of several outputs the first. */
  readonly #inputs: ReadonlyMap<string, NamedValue>;
  readonly #outputs: ReadonlyMap<string, NamedValue>;
  readonly #names = new Map<string, string>();
  readonly #taken: ReadonlySet<string>;
  #count = 0;

  constructor(graph: Graph, steps: readonly StageNode[]) {
    this.#graph = graph;
    this.#steps = steps;
    this.#constants = new Map(graph.constants.map((constant) => [constant.value.id, constant]));
    this.#taken = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
    this.#crossing = new Map([...steps.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ value }) => value)].map((value) => [value.id, value]));
    this.#inputs = new Map(graph.inputs.map((input) => [input.value.id, input]));
    this.#outputs = new Map([...graph.outputs].reverse().map((output) => [output.value.id, output]));
    const latest = this.#early();
    this.#late(latest);
    this.#nameAll();
  }

  pieces(): readonly Piece[] {
    const nodes = byLevel(this.#graph.nodes, this.#nodeLevel);
    const steps = byLevel(this.#steps, this.#stepLevel);
    const pieces: Piece[] = [];
    for (const level of [...new Set([...nodes.keys(), ...steps.keys()])].sort((a, b) => a - b)) {
      const own = nodes.get(level);
      if (own !== undefined) pieces.push({ kind: 'graph', name: level === 0 ? 'main' : `part-${level}`, graph: this.#segment(own, level) });
      for (const step of steps.get(level) ?? []) pieces.push(this.#piece(step, this.#named(step.output)));
    }
    return [...pieces, ...this.#copies()];
  }

  /** @returns the last level that a node needs. */
  #early(): number {
    let latest = 0;
    let next = 0;
    const run = (step: StageNode): void => {
      const level = step.inputs.reduce((most, { id }) => Math.max(most, this.#ready.get(id) ?? 0), 0) + 1;
      this.#stepLevel.set(step, level);
      this.#made.set(step.output.id, level);
      this.#ready.set(step.output.id, level + 1);
    };
    this.#graph.nodes.forEach((node, index) => {
      for (let step = this.#steps[next]; step !== undefined && step.after <= index; step = this.#steps[++next]) run(step);
      let level = 0;
      for (const { id } of readsOf(node)) level = Math.max(level, this.#ready.get(id) ?? 0);
      for (const { id } of node.outputs) this.#ready.set(id, level);
      latest = Math.max(latest, level);
    });
    this.#steps.slice(next).forEach(run);
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
      for (const value of readsOf(node)) if ((this.#lastRead.get(value.id)?.level ?? -1) < level) this.#lastRead.set(value.id, { value, level });
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
    while (this.#taken.has(`value-${this.#count}`)) this.#count++;
    return `value-${this.#count++}`;
  }

  #named(value: Value): NamedValue {
    const name = this.#name(value);
    const output = this.#outputs.get(value.id);
    return output?.name === name ? output : { name, value };
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
      inputs: inputs.map((value) => this.#inputs.get(value.id) ?? { name: this.#name(value), value }),
      outputs,
      nodes,
      constants: [...reads.keys()].flatMap((id) => this.#constants.get(id) ?? []),
      guards,
    };
  }

  /** The value under its name, where another piece or a caller reads it. */
  #leaving(id: string, level: number): readonly NamedValue[] {
    const value = this.#crossing.get(id) ?? ((this.#lastRead.get(id)?.level ?? 0) > level ? this.#lastRead.get(id)?.value : undefined);
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

function byLevel<T>(items: readonly T[], levels: ReadonlyMap<T, number>): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const level = levels.get(item) ?? 0;
    const group = groups.get(level);
    if (group === undefined) groups.set(level, [item]);
    else group.push(item);
  }
  return groups;
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
