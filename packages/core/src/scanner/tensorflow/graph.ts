import type { Message, Node } from '../../artifact/protobuf/message.ts';
import { HorngateError } from '../../words/error.ts';
import { nameOf, type Visit } from '../protobuf/visit.ts';
import { EFFECTS, TABLE_FILES } from './effects.ts';

/** One NodeDef, as far as it matters. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly offset: number;
  /** Kept where a value is followed: calls, tables, and what passes a value on. */
  readonly inputs: readonly string[];
  /** Functions in its attributes. */
  readonly functions: readonly string[];
  /** Texts in its attributes, by their names: kept for the operations that our table asks about. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/** The nodes of the graph itself, or of one function. */
export interface Body {
  /** Empty: the graph itself. */
  readonly name: string;
  readonly offset: number;
  readonly nodes: GraphNode[];
  readonly args: readonly string[];
  /** First parts of names, of nodes that others beyond that part use: `save` where `read/x` has the input `save/y`. */
  readonly used: Set<string>;
}

export interface Graph {
  readonly bodies: Body[];
  /** Functions that are named elsewhere than in a node: gradients. */
  readonly named: string[];
}

/** Nodes of one file that are kept; those of ordinary operations cost little more than their name. */
const MAX_NODES = 400_000;
const FOLLOWED: ReadonlySet<string> = new Set(['AssignVariableOp', 'Identity', 'PartitionedCall', 'ReadVariableOp', 'StatefulPartitionedCall']);
const MAX_INPUTS = 4096;

export class GraphReader {
  readonly #visit: Visit;
  #left = MAX_NODES;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  read(message: Message | undefined): Graph {
    const main: Body = { name: '', offset: message?.offset ?? 0, nodes: [], args: [], used: new Set() };
    const graph: Graph = { bodies: [main], named: [] };
    this.#visit.each(message, { node: (node) => this.#node(node, main), library: (node) => this.#library(node.message(), graph) });
    return graph;
  }

  #library(message: Message | undefined, graph: Graph): void {
    const gradient = (name: string) => (node: Node) =>
      this.#visit.each(node.message(), {
        [name]: (inner) => {
          if (graph.named.length < MAX_INPUTS) graph.named.push(nameOf(inner));
        },
      });
    this.#visit.each(message, {
      function: (node) => void graph.bodies.push(this.#function(node)),
      gradient: gradient('gradient_func'),
      registered_gradients: gradient('gradient_func'),
    });
  }

  #function(node: Node): Body {
    let name = '';
    const args: string[] = [];
    const nodes: GraphNode[] = [];
    const body = { offset: node.offset, nodes, args, used: new Set<string>() };
    this.#visit.each(node.message(), {
      signature: (inner) =>
        this.#visit.each(inner.message(), {
          name: (text) => {
            name = nameOf(text);
          },
          input_arg: (arg) =>
            this.#visit.each(arg.message(), {
              name: (text) => {
                if (args.length < MAX_INPUTS) args.push(nameOf(text));
              },
            }),
        }),
      node_def: (inner) => this.#node(inner, { ...body, name }),
    });
    return { ...body, name };
  }

  #node(node: Node, body: Body): void {
    if (--this.#left < 0)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot keep more as a graph may have ${MAX_NODES} nodes`, { where: { offset: node.offset } });
    const found = { name: '', op: '', inputs: [] as string[], functions: [] as string[], texts: new Map<string, readonly string[]>() };
    this.#visit.each(node.message(), {
      name: (inner) => {
        found.name = nameOf(inner);
      },
      op: (inner) => {
        found.op = nameOf(inner);
      },
      input: (inner) => {
        if (found.inputs.length < MAX_INPUTS) found.inputs.push(nameOf(inner));
      },
      attr: (inner) => this.#attribute(inner.message(), found.functions, found.texts),
    });
    const own = scopeOf(found.name);
    for (const input of found.inputs) if (scopeOf(input) !== own) body.used.add(scopeOf(input));
    const kept = FOLLOWED.has(found.op) || TABLE_FILES.has(found.op) || found.functions.length > 0;
    body.nodes.push({
      ...found,
      offset: node.offset,
      inputs: kept ? found.inputs : [],
      texts: EFFECTS.has(found.op) || found.op === 'Const' ? found.texts : NONE,
    });
  }

  /** AttrValue, with lists, functions and their attributes in it. */
  #attribute(message: Message | undefined, functions: string[], texts: Map<string, readonly string[]>): void {
    let key = '';
    const own: string[] = [];
    const text = (node: Node): void => {
      if (own.length < 64) own.push(node.text(256));
    };
    const call = (node: Node): void =>
      this.#visit.each(node.message(), {
        name: (inner) => {
          if (functions.length < MAX_INPUTS) functions.push(nameOf(inner));
        },
        attr: (inner) => this.#attribute(inner.message(), functions, new Map()),
      });
    const tensor = (node: Node): void => this.#visit.each(node.message(), { string_val: text });
    this.#visit.each(message, {
      key: (node) => {
        key = nameOf(node);
      },
      value: (node) =>
        this.#visit.each(node.message(), {
          s: text,
          func: call,
          tensor,
          list: (inner) => this.#visit.each(inner.message(), { s: text, func: call }),
        }),
    });
    if (own.length > 0 && texts.size < 64) texts.set(key, own);
  }
}

const NONE: ReadonlyMap<string, readonly string[]> = new Map();

/** The first part of a node's name, or of a reference to it. */
export const scopeOf = (name: string): string => nodeOf(name).split('/', 1)[0] as string;

/** The node that an input refers to: `^a/b` and `a/b:out:0` are `a/b`. */
export const nodeOf = (input: string): string => (input.startsWith('^') ? input.slice(1) : input).split(':', 1)[0] as string;
