import { decodeUtf8 } from '../../text/utf8.ts';
import { fieldsOf, isMessage } from '../protobuf/probe.ts';
import { type Outermost, scanTensorflow, scanTensorflowText } from '../tensorflow/scan-tensorflow.ts';
import { TENSORFLOW_SCHEMA } from '../tensorflow/schema.ts';
import type { FormatScanner, Head } from './format.ts';

type Needed = Parameters<typeof isMessage>[3];

/** An operation's name, which an inner message that happens to stand there is not. */
const OPERATION = /^[A-Za-z_][A-Za-z0-9_.\\/>-]*$/;
const MAX_FINGERPRINT = 1024;

/** What must stand in a message to be taken for it. */
const NEEDED: Readonly<Record<Outermost, Needed>> = {
  SavedModel: {
    saved_model_schema_version: (node) => (node.numbers(1)[0] ?? 0n) > 0n,
    meta_graphs: (node) => fieldsOf(node.message())?.has('graph_def') === true,
  },
  GraphDef: { node: (node) => OPERATION.test(fieldsOf(node.message())?.get('op')?.text(256) ?? '') },
  MetaGraphDef: {
    meta_info_def: (node) => fieldsOf(node.message()) !== undefined,
    graph_def: (node) => fieldsOf(node.message()) !== undefined,
  },
  'tensorflow.python.SavedMetadata': { nodes: (node) => fieldsOf(node.message())?.has('identifier') === true },
  FingerprintDef: {
    saved_model_checksum: (node) => node.numbers(1).length === 1,
    graph_def_program_hash: (node) => node.numbers(1).length === 1,
    version: () => true,
  },
};

const accepts = (type: Outermost, { source }: Head): boolean =>
  (type !== 'FingerprintDef' || source.size <= MAX_FINGERPRINT) && isMessage(source, TENSORFLOW_SCHEMA, type, NEEDED[type]);

const binary = (type: Outermost): FormatScanner => ({
  format: type,
  proof: 'grammar',
  accepts: (head) => accepts(type, head),
  scan: (source, scope) => scanTensorflow(source, type, scope),
});

/** What TensorFlow writes as bytes: the most particular first. */
export const tensorflow: readonly FormatScanner[] = (Object.keys(NEEDED) as Outermost[]).map(binary);

/** First fields of a text, behind a version. */
const START = /^(?:(?:saved_model_schema_version|version)\s*:\s*\d+\s*)?([a-z_]+)\s*:?\s*[{<]/;
const FIRST: readonly (readonly [type: Outermost, names: readonly string[]])[] = [
  ['SavedModel', ['meta_graphs']],
  ['MetaGraphDef', ['meta_info_def', 'graph_def', 'saver_def', 'collection_def', 'signature_def', 'asset_file_def', 'object_graph_def']],
  ['GraphDef', ['node', 'library', 'versions', 'debug_info']],
];

function textType({ start }: Pick<Head, 'start'>): Outermost | undefined {
  const text = decodeUtf8(start, 'replace').replace(/^(?:\s|#[^\n]*\n)+/, '');
  const name = START.exec(text)?.[1] ?? '';
  return FIRST.find(([, names]) => names.includes(name))?.[0];
}

/** The same as text (`.pbtxt`). */
export const tensorflowText: FormatScanner = {
  format: 'tensorflow-text',
  proof: 'grammar',
  accepts: (head) => textType(head) !== undefined,
  scan(source, scope) {
    const start = source.read(0, Math.min(4096, source.size));
    return scanTensorflowText(source, textType({ start }) ?? 'GraphDef', scope);
  },
};
