import { pathFlaw } from '../path-flaw.ts';
import { quote } from '../quote.ts';
import type { Sights } from '../sights.ts';
import { EFFECTS, type Effect, SAVER, TABLE_FILES } from './effects.ts';
import { type Body, type Graph, type GraphNode, nodeOf, scopeOf } from './graph.ts';
import { OPERATORS } from './operators.ts';

/** What else a MetaGraphDef says of its graph. All of it is the sender's. */
export interface Around {
  /** Tensors and operations that save and restore, by SaverDef; empty where there is no saver. */
  readonly saver: { readonly filename: string; readonly save: string; readonly restore: string } | undefined;
  /** Tensors that the loader sets to the place of an asset. */
  readonly assets: ReadonlySet<string>;
}

const CHECK: Readonly<Record<Effect['kind'], string>> = {
  code: 'tensorflow/code-operator',
  file: 'tensorflow/file-operator',
  network: 'tensorflow/network-operator',
  opaque: 'tensorflow/opaque-operator',
};

/** Says of each operation of a graph and of its functions what it does beyond computing, and which of them nobody knows. */
export function judgeGraph(graph: Graph, around: Around, sights: Sights): void {
  const functions = new Map(graph.bodies.slice(1).map((body) => [body.name, body]));
  const savers = saverFunctions(graph, around, functions);
  const said = new Set<string>();
  for (const name of functions.keys())
    if (OPERATORS.has(name))
      sights.add('tensorflow/masked-operator', `Defines a function under the name of the operation ${quote(name)}`, {
        offset: functions.get(name)?.offset ?? 0,
      });
  for (const body of graph.bodies)
    for (const node of body.nodes) {
      const [kind, message] = judgeNode(node, body, { graph, around, functions, savers }) ?? [];
      if (kind === undefined || message === undefined || said.has(message)) continue;
      said.add(message);
      sights.add(kind, message, { offset: node.offset });
    }
}

interface Known {
  readonly graph: Graph;
  readonly around: Around;
  readonly functions: ReadonlyMap<string, Body>;
  readonly savers: ReadonlySet<string>;
}

function judgeNode(node: GraphNode, body: Body, known: Known): readonly [kind: string, message: string] | undefined {
  const uses = `The operation ${quote(node.op)}${body.name === '' ? '' : ` in the function ${quote(body.name)}`}`;
  const effect = EFFECTS.get(node.op);
  if (effect === undefined)
    return OPERATORS.has(node.op) || known.functions.has(node.op) ? undefined : ['tensorflow/unknown-operator', `${uses} is none that TensorFlow has`];
  if (isIdle(effect, node) || (SAVER.has(node.op) && isSaver(node, body, known))) return undefined;
  if (!TABLE_FILES.has(node.op)) return [CHECK[effect.kind], `${uses} ${effect.does}`];
  const file = otherFile(node, body, known);
  return file === undefined ? undefined : [CHECK.file, `${uses} ${effect.does} that is no asset: ${file}`];
}

function isIdle({ unless }: Effect, { texts }: GraphNode): boolean {
  return unless !== undefined && (texts.get(unless.attribute) ?? ['']).every((text) => unless.values.test(text));
}

/** Inside a function that nothing but the saver calls, or under the name scope of the saver of TensorFlow 1, which nothing else uses. */
function isSaver({ name }: GraphNode, body: Body, { graph, around: { saver }, savers }: Known): boolean {
  if (saver === undefined) return false;
  if (body.name !== '') return savers.has(body.name);
  const scope = scopeOf(saver.filename);
  const own = saver.filename.includes('/') && [saver.save, saver.restore].every((place) => scopeOf(place) === scope);
  return own && name.startsWith(`${scope}/`) && !(graph.bodies[0] as Body).used.has(scope);
}

/** Functions that the nodes of SaverDef call, and no other node. */
function saverFunctions(graph: Graph, { saver }: Around, functions: ReadonlyMap<string, Body>): ReadonlySet<string> {
  if (saver === undefined) return new Set();
  const entries = new Set([nodeOf(saver.save), nodeOf(saver.restore)]);
  const allowed = new Set<string>();
  const others = new Set(graph.named);
  for (const body of graph.bodies)
    for (const node of body.nodes) {
      const into = body.name === '' && entries.has(node.name) ? allowed : others;
      for (const name of node.functions) into.add(name);
      if (functions.has(node.op)) others.add(node.op);
    }
  for (const name of others) allowed.delete(name);
  return allowed;
}

const MAX_STEPS = 1000;

/** The file that a table is read from, where it is none that the loader sets; undefined where it is an asset. Followed through calls and variables. */
function otherFile(node: GraphNode, body: Body, known: Known): string | undefined {
  const waiting: [input: string, body: Body][] = [[node.inputs[1] ?? '', body]];
  const seen = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [input, inside] = next;
    const name = nodeOf(input);
    if (seen.has(`${inside.name} ${name}`)) continue;
    seen.add(`${inside.name} ${name}`);
    if (seen.size > MAX_STEPS) return 'one that we could not follow';
    if (inside.name === '' && known.around.assets.has(name)) continue;
    const arg = inside.args.indexOf(name);
    const source = arg < 0 ? inside.nodes.find((one) => one.name === name) : undefined;
    if (source?.op === 'Identity') waiting.push([source.inputs[0] ?? '', inside]);
    else if (source?.op === 'ReadVariableOp') waiting.push(...assigned(source.inputs[0] ?? '', inside));
    else if (arg >= 0) waiting.push(...callers(known, inside.name).map(([call, where]): [string, Body] => [call.inputs[arg] ?? '', where]));
    else return source?.op === 'Const' ? quote(source.texts.get('value')?.[0] ?? '') : 'one that the graph computes';
  }
  return undefined;
}

/** What is assigned to a variable of the same body; a variable that is handed to a function may be assigned anything. */
function assigned(handle: string, body: Body): [string, Body][] {
  const name = nodeOf(handle);
  const users = body.nodes.filter(({ inputs }) => inputs.some((input) => nodeOf(input) === name && !input.startsWith('^')));
  const values = users.filter(({ op }) => op === 'AssignVariableOp').map(({ inputs }): [string, Body] => [inputs[1] ?? '', body]);
  const elsewhere = values.length === 0 || users.some(({ functions }) => functions.length > 0);
  return elsewhere ? [['', body]] : values;
}

const callers = ({ graph }: Known, name: string): [GraphNode, Body][] =>
  graph.bodies.flatMap((body) =>
    body.nodes.filter(({ functions, op }) => functions.includes(name) || op === name).map((node): [GraphNode, Body] => [node, body]),
  );

/** Assets lie under `assets/`, by a plain name. */
export function judgeAsset(filename: string, offset: number, sights: Sights): void {
  const flaw = pathFlaw(filename);
  if (flaw !== undefined) sights.add('tensorflow/asset-path', `The asset ${quote(filename)} has a path that ${flaw}`, { offset });
}
