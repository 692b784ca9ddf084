import { type Dim, dimText, isKnown } from '../graph/dims.ts';
import { bodyOf, type Graph, type GraphGuard, type NamedValue, type Node, type Value } from '../graph/values.ts';

/** Names that a graph has in its ONNX file. */
export interface Names {
  /** In the order of the graph's inputs, outputs and guards. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly guards: readonly string[];
  value(value: Value): string;
  /** A number, or the name of a dimension: one name for equal expressions, and only for these. */
  dim(dim: Dim): number | string;
  /** Names inside the body of a node: what it captures has the name that it has outside, all else one that nothing else has. */
  body(node: Node): Names;
  /** Outputs and guards that no node of their own makes: they need an Identity. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
}

const MAX_NAME = 128;
const PLAIN = /^[\w .+*/()-]{1,128}$/;

/**
 * Gives every value a name. Inputs and outputs keep the model's own where these are plain; the sender's text never reaches a native parser otherwise,
 * and an output of the same name as an input (a model that hands its input through) gets another.
 */
export const namesOf = (graph: Graph): Names => namesIn(graph, { taken: new Set(), captured: new Map(), dim: dimNames() });

/** What names inside depend on outside: names that are taken, those of captured values by their ids inside, those of sizes. */
interface Scope {
  readonly taken: Set<string>;
  readonly captured: ReadonlyMap<string, string>;
  readonly dim: Names['dim'];
}

function namesIn(graph: Graph, { taken, captured, dim }: Scope): Names {
  const byId = new Map<string, string>(captured);
  const copies: { from: string; to: string }[] = [];
  const inputs = graph.inputs.filter(({ value }) => !captured.has(value.id)).map(({ name, value }) => remember(byId, value, free(taken, plain(name))));
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs.map(({ id }) => id)));
  const wanted: readonly (readonly [string, Value])[] = [...graph.outputs.map(named), ...graph.guards.map(guardName)];
  const targets = wanted.map(([name, value]) => {
    const to = free(taken, plain(name));
    if (made.has(value.id) && !byId.has(value.id)) byId.set(value.id, to);
    return { value, to };
  });
  for (const { id } of [...graph.constants.map(({ value }) => value), ...graph.nodes.flatMap(({ outputs }) => outputs)])
    if (!byId.has(id)) byId.set(id, free(taken, plain(id)));
  const value = ({ id }: Value): string => byId.get(id) ?? id;
  for (const { value: source, to } of targets) if (value(source) !== to) copies.push({ from: value(source), to });
  const ends = targets.map(({ to }) => to);
  const body = (node: Node): Names => {
    const inside = bodyOf(node);
    if (inside === undefined) return namesIn({ inputs: [], outputs: [], nodes: [], constants: [], guards: [] }, { taken, captured: new Map(), dim });
    const from = node.inputs.length - inside.captures;
    const outer = node.inputs
      .slice(from)
      .map((input, index) => [inside.value.inputs[from + index]?.value.id ?? '', input === null ? '' : value(input)] as const);
    return namesIn(inside.value, { taken, captured: new Map(outer), dim });
  };
  return { inputs, outputs: ends.slice(0, graph.outputs.length), guards: ends.slice(graph.outputs.length), value, dim, body, copies };
}

const named = ({ name, value }: NamedValue): readonly [string, Value] => [name, value];
const guardName = ({ value }: GraphGuard, index: number): readonly [string, Value] => [`guard_${index}`, value];

function remember(byId: Map<string, string>, { id }: Value, name: string): string {
  byId.set(id, name);
  return name;
}

/** Letters, digits and a few signs stay; all else is `_`. */
export const plain = (name: string): string => name.replaceAll(/[^\w./:-]/gu, '_').slice(0, MAX_NAME) || '_';

function free(taken: Set<string>, name: string): string {
  let candidate = name;
  for (let count = 1; taken.has(candidate); count++) candidate = `${name}_${count}`;
  taken.add(candidate);
  return candidate;
}

/** Names are made by the text of an expression: plain text is its own name, another one is numbered. */
function dimNames(): Names['dim'] {
  const numbered = new Map<string, string>();
  return (dim) => {
    if (isKnown(dim)) return dim;
    const text = dimText(dim);
    if (PLAIN.test(text)) return text;
    const name = numbered.get(text) ?? `dim#${numbered.size}`;
    numbered.set(text, name);
    return name;
  };
}
