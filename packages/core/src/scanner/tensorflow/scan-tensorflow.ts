import type { Message, Node } from '../../artifact/protobuf/message.ts';
import { textMessage } from '../../artifact/protobuf/text-message.ts';
import { wireMessage } from '../../artifact/protobuf/wire-message.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { nameOf, Visit } from '../protobuf/visit.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import { type Inner, type Seen, together } from '../seen.ts';
import { Sights } from '../sights.ts';
import { GraphReader } from './graph.ts';
import { type Around, judgeAsset, judgeGraph } from './judge-graph.ts';
import { scanKerasMetadata } from './keras-metadata.ts';
import { TENSORFLOW_SCHEMA } from './schema.ts';

/** What TensorFlow exchanges as protobuf, by its outermost message. */
export type Outermost = 'SavedModel' | 'MetaGraphDef' | 'GraphDef' | 'tensorflow.python.SavedMetadata' | 'FingerprintDef';

export const FORMATS: Readonly<Record<Outermost, string>> = {
  SavedModel: 'tensorflow-saved-model',
  MetaGraphDef: 'tensorflow-meta-graph',
  GraphDef: 'tensorflow-graph',
  'tensorflow.python.SavedMetadata': 'keras-saved-metadata',
  FingerprintDef: 'tensorflow-fingerprint',
};

/** Fields that a text may have before it counts against memory too much. */
const MAX_TEXT_FIELDS = 300_000;

/** A file of TensorFlow as bytes. */
export function scanTensorflow(source: ByteSource, type: Outermost, scope: Scope): Seen {
  return scanMessage(type, scope, () => wireMessage(source, TENSORFLOW_SCHEMA, type, { left: scope.limits.maxStructures }));
}

/** The same in protobuf's text format. */
export function scanTensorflowText(source: ByteSource, type: Outermost, scope: Scope): Seen {
  return scanMessage(type, scope, () => {
    const { maxConfigBytes } = scope.limits;
    if (source.size > maxConfigBytes)
      throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the text as it must have at most ${maxConfigBytes} bytes: it has ${source.size}`);
    const text = decodeUtf8(source.read(0, source.size));
    if (text === undefined) throw new HorngateError('HG_ARTIFACT_PROTOBUF', 'Cannot read the text as it must be UTF-8: it is not');
    return textMessage(text, TENSORFLOW_SCHEMA, type, { left: MAX_TEXT_FIELDS });
  });
}

function scanMessage(type: Outermost, scope: Scope, open: () => Message): Seen {
  const walk = new Walk(scope);
  walk.visit.parts.attempt(undefined, () => walk.outermost(open(), type));
  const { sights, visit, inner } = walk;
  const { troubles } = visit.parts;
  return { format: FORMATS[type], ...together([{ findings: runChecks(CHECKS.tensorflow, { sights: sights.list, troubles }), troubles }, ...inner]) };
}

class Walk {
  readonly visit = new Visit();
  readonly sights = new Sights();
  readonly inner: Inner[] = [];
  readonly #reader = new GraphReader(this.visit);
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  outermost(message: Message, type: Outermost): void {
    if (type === 'SavedModel') this.visit.each(message, { meta_graphs: (node) => this.#metaGraph(node.message()) });
    else if (type === 'MetaGraphDef') this.#metaGraph(message);
    else if (type === 'GraphDef') judgeGraph(this.#reader.read(message), { saver: undefined, assets: new Set() }, this.sights);
    else if (type === 'FingerprintDef') this.visit.each(message, {});
    else this.visit.each(message, { nodes: (node) => this.visit.each(node.message(), { metadata: (inner) => this.#metadata(inner) }) });
  }

  #metaGraph(message: Message | undefined): void {
    const saver = { filename: '', save: '', restore: '' };
    const assets = new Set<string>();
    let graph = this.#reader.read(undefined);
    let savers = 0;
    const text = (set: (value: string) => void) => (node: Node) => set(nameOf(node));
    this.visit.each(message, {
      graph_def: (node) => {
        graph = this.#reader.read(node.message());
      },
      saver_def: (node) => {
        savers++;
        this.visit.each(node.message(), {
          filename_tensor_name: text((value) => (saver.filename = value)),
          save_tensor_name: text((value) => (saver.save = value)),
          restore_op_name: text((value) => (saver.restore = value)),
        });
      },
      asset_file_def: (node) => this.#asset(node.message(), assets),
      object_graph_def: (node) =>
        this.visit.each(node.message(), {
          nodes: (object) =>
            this.visit.each(object.message(), {
              user_object: (user) => this.visit.each(user.message(), { metadata: (inner) => this.#metadata(inner) }),
            }),
        }),
    });
    const around: Around = { saver: savers === 1 ? saver : undefined, assets };
    judgeGraph(graph, around, this.sights);
  }

  #asset(message: Message | undefined, assets: Set<string>): void {
    this.visit.each(message, {
      filename: (node) => judgeAsset(nameOf(node), node.offset, this.sights),
      tensor_info: (node) => this.visit.each(node.message(), { name: (inner) => void assets.add(nameOf(inner).split(':', 1)[0] as string) }),
    });
  }

  #metadata(node: Node): void {
    const seen = scanKerasMetadata(node, this.#scope.limits);
    if (seen !== undefined) this.inner.push(seen);
  }
}
