import type { Message, Node } from '../../artifact/protobuf/message.ts';
import { wireMessage } from '../../artifact/protobuf/wire-message.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { nameOf, Visit } from '../protobuf/visit.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import type { Seen } from '../seen.ts';
import { Sights } from '../sights.ts';
import { EFFECTS } from './effects.ts';
import { CONTRIBUTED, DOMAINS, STANDARD } from './operators.ts';
import { ONNX_SCHEMA } from './schema.ts';
import { scanTensor } from './tensor.ts';

/** Distinct operators, and functions, of one model. */
const MAX_KEPT = 10_000;

/**
 * An ONNX model: every operator of its graph, of graphs in attributes, of its functions and of its training, and where its tensors lie.
 *
 * Texts of the model (names, documentation, metadata) are data. Tensors are passed over.
 */
export function scanOnnx(source: ByteSource, { limits }: Scope): Seen {
  const walk = new Walk();
  walk.visit.parts.attempt(undefined, () => walk.model(wireMessage(source, ONNX_SCHEMA, 'ModelProto', { left: limits.maxStructures })));
  walk.judge();
  const { sights, visit } = walk;
  const { troubles } = visit.parts;
  return { format: 'onnx', findings: runChecks(CHECKS.onnx, { sights: sights.list, troubles }), troubles };
}

/** `domain.type`, or `type` alone for ONNX' own domain, which has two names. */
const keyOf = (domain: string, type: string): string => (domain === '' || domain === 'ai.onnx' ? type : `${domain}.${type}`);

const isKnown = (key: string): boolean => STANDARD.has(key) || DOMAINS.has(key) || CONTRIBUTED.has(key);

class Walk {
  readonly visit = new Visit();
  readonly sights = new Sights();
  readonly #operators = new Map<string, { readonly type: string; readonly offset: number }>();
  readonly #functions = new Map<string, { readonly offset: number; readonly calls: ReadonlySet<string> }>();
  #calls = new Set<string>();

  model(message: Message): void {
    const graph = (node: Node): void => this.#graph(node.message());
    this.visit.each(message, {
      graph,
      functions: (node) => this.#function(node),
      training_info: (node) => this.visit.each(node.message(), { initialization: graph, algorithm: graph }),
    });
  }

  /** What can be said only when all functions are known. */
  judge(): void {
    for (const [key, { type, offset }] of this.#operators) this.#judgeOperator(key, type, offset);
    for (const [key, { offset, calls }] of this.#functions) {
      if (isKnown(key)) this.sights.add('onnx/masked-operator', `Defines a function under the name of the operator ${quote(key)}`, { offset });
      if (this.#reaches(calls, key)) this.sights.add('onnx/recursion', `The function ${quote(key)} calls itself`, { offset });
    }
  }

  #judgeOperator(key: string, type: string, offset: number): void {
    if (type === '') this.sights.add('onnx/unknown-operator', 'Has a node without an operator', { offset });
    else if (this.#functions.has(key) || isKnown(key)) return;
    else if (Object.hasOwn(EFFECTS, type)) this.sights.add('onnx/code-operator', `Uses the operator ${quote(key)}, which ${EFFECTS[type]}`, { offset });
    else
      this.sights.add('onnx/unknown-operator', `Uses the operator ${quote(key)}, which neither ONNX nor ONNX Runtime has: it needs a library of its own`, {
        offset,
      });
  }

  /** Whether a function is among what is called, and called by it, and so on. */
  #reaches(calls: ReadonlySet<string>, wanted: string): boolean {
    const seen = new Set<string>();
    const waiting = [...calls];
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (key === wanted) return true;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const next of this.#functions.get(key)?.calls ?? []) waiting.push(next);
    }
    return false;
  }

  #function(node: Node): void {
    const outer = this.#calls;
    this.#calls = new Set();
    let [name, domain] = ['', ''];
    this.visit.each(node.message(), {
      name: (inner) => {
        name = nameOf(inner);
      },
      domain: (inner) => {
        domain = nameOf(inner);
      },
      node: (inner) => this.#node(inner),
      attribute_proto: (inner) => this.#attribute(inner.message()),
    });
    this.#keep(this.#functions, keyOf(domain, name), { offset: node.offset, calls: this.#calls });
    this.#calls = outer;
  }

  /** @throws HG_LIMIT_ENTRIES past what one model may have: what is not kept would not be judged. */
  #keep<T>(map: Map<string, T>, key: string, value: T): void {
    if (map.size >= MAX_KEPT) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot keep more as a model may have ${MAX_KEPT} operators and functions`);
    map.set(key, value);
  }

  #graph(message: Message | undefined): void {
    this.visit.each(message, {
      node: (node) => this.#node(node),
      initializer: (node) => scanTensor(node.message(), this.visit, this.sights),
      sparse_initializer: (node) => this.#sparse(node.message()),
    });
  }

  #node(node: Node): void {
    let [type, domain] = ['', ''];
    this.visit.each(node.message(), {
      op_type: (inner) => {
        type = nameOf(inner);
      },
      domain: (inner) => {
        domain = nameOf(inner);
      },
      attribute: (inner) => this.#attribute(inner.message()),
    });
    const key = keyOf(domain, type);
    if (!this.#operators.has(key)) this.#keep(this.#operators, key, { type, offset: node.offset });
    this.#calls.add(key);
  }

  #attribute(message: Message | undefined): void {
    const graph = (node: Node): void => this.#graph(node.message());
    const tensor = (node: Node): void => scanTensor(node.message(), this.visit, this.sights);
    const sparse = (node: Node): void => this.#sparse(node.message());
    this.visit.each(message, { g: graph, graphs: graph, t: tensor, tensors: tensor, sparse_tensor: sparse, sparse_tensors: sparse });
  }

  #sparse(message: Message | undefined): void {
    const tensor = (node: Node): void => scanTensor(node.message(), this.visit, this.sights);
    this.visit.each(message, { values: tensor, indices: tensor });
  }
}
