import type { NamedSource } from '../artifact/bundle.ts';
import { planHdf5 } from '../artifact/hdf5/write/plan-hdf5.ts';
import type { Json } from '../artifact/json/json.ts';
import { readJson } from '../artifact/json/read-json.ts';
import { type JsonTree, writeJson } from '../artifact/json/write-json.ts';
import { sniff } from '../artifact/sniff.ts';
import { type StreamedMember, streamZip } from '../artifact/zip/stream-zip.ts';
import type { ReadPorts } from '../keras/open-keras.ts';
import { readModel } from '../keras/read.ts';
import { settled, trace } from '../keras/trace.ts';
import { type WeightPaths, weightPaths } from '../keras/weight-paths.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';
import type { Limits } from '../words/limits.ts';
import { AskedWeights } from './asked-weights.ts';
import { findsInTraining } from './check-rebuilt.ts';
import { Dropped } from './dropped.ts';
import { openArchive } from './open-archive.ts';
import { openFiles, openLegacy } from './open-other.ts';
import type { OpenedToDisarm } from './opened-to-disarm.ts';
import { rebuildConfig } from './rebuild-config.ts';
import { differsAt } from './same-graph.ts';

export interface Disarmed {
  /** Of what was given, as a scan names it. */
  readonly format: string;
  /** What the new file says of who wrote it. */
  readonly producer: string;
  readonly bytes: number;
  /** What is not in the new file. */
  readonly dropped: readonly string[];
}

/** Written where the file names no version of Keras 3 in the form that Keras has. */
const PRODUCER = '3.15.1';
const VERSION = /^3\.\d{1,3}(\.\d{1,3})?((a|b|rc|\.dev)\d{1,12})?$/;
/** The first day that a ZIP archive can name: the same model is the same file. */
const DATE = '1980-01-01@00:00:00';

/**
 * The same model as a new `.keras`, made of its description and its weights alone, for people who go on to real Keras: every byte of it is written by us,
 * every word of its description is of the one table, and of its weights there are those that the description asks for.
 *
 * Both descriptions are traced, and must mean the same graph. Weights are read and written one at a time.
 *
 * @param files - one file, or those that are one model together.
 * @param write - takes bytes at an offset.
 * @throws HG_ARTIFACT_*, HG_UNSUPPORTED_* with the place of what cannot be kept; HG_LIMIT_TENSOR past a budget, before anything is written.
 */
export function disarm(files: readonly NamedSource[], ports: ReadPorts, limits: Limits, write: (offset: number, bytes: Uint8Array) => void): Disarmed {
  const dropped = new Dropped();
  const opened = open(files, ports, limits, dropped);
  const { keras } = opened;
  const config = rebuilt(opened, limits, dropped);
  const { weights, paths } = sameNumbers(opened, config, limits);
  const members = [...weights.assets].map(([path, bytes]) => member(path, bytes));
  findsInTraining(parse(config, limits), ['metadata.json', 'config.json', 'model.weights.h5', ...weights.assets.keys()], limits);
  if (weights.bytes() > limits.maxTensorBytes)
    throw new HorngateError(
      'HG_LIMIT_TENSOR',
      `Cannot rebuild the model as its weights must take at most ${limits.maxTensorBytes} bytes: they take ${weights.bytes()}`,
    );
  const producer = keras.producer !== undefined && VERSION.test(keras.producer) ? keras.producer : PRODUCER;
  if (keras.producer !== undefined && producer !== keras.producer) dropped.add('the version of Keras that wrote it: the new file is in the form of Keras 3');
  opened.unused((path) => weights.has(path));
  const metadata = writeJson(
    new Map<string, JsonTree>([
      ['keras_version', producer],
      ['date_saved', DATE],
    ]),
  );
  const plan = planHdf5(weights.tree(paths));
  const all = [member('metadata.json', encodeUtf8(metadata)), member('config.json', config), { path: 'model.weights.h5', ...plan }, ...members];
  const bytes = streamZip(all, write, ports.digests);
  return { format: keras.format, producer, bytes, dropped: dropped.list() };
}

const member = (path: string, bytes: Uint8Array): StreamedMember => ({ path, bytes: bytes.length, pieces: () => [bytes] });

function open(files: readonly NamedSource[], ports: ReadPorts, limits: Limits, dropped: Dropped): OpenedToDisarm {
  const [file] = files;
  if (file === undefined || files.length > 1) return openFiles(files, ports, limits, dropped);
  const { format, also } = sniff(file.source);
  if (format === 'keras-v3' || format === 'zip' || also.includes('keras-v3')) return openArchive(file.source, ports, limits, dropped);
  if (format === 'hdf5') return openLegacy(file.source, ports, limits, dropped);
  const code = format === 'unknown' ? 'HG_ARTIFACT_FORMAT' : 'HG_UNSUPPORTED_FORMAT';
  throw new HorngateError(code, `Cannot rebuild the file as it must be a model of Keras: its format is ${format}`);
}

/** The text of the new description, without its training configuration where that has something that may not stay. */
function rebuilt({ config, isFloat, keras }: OpenedToDisarm, limits: Limits, dropped: Dropped): Uint8Array {
  const text = (compile: boolean, into: Dropped): Uint8Array =>
    encodeUtf8(writeJson(rebuildConfig(config, { isFloat, dropped: into, compile, older: keras.writer === 2 })));
  const whole = text(true, new Dropped());
  // Assets are known when the model was traced, and checked then.
  const training = !findsInTraining(parse(whole, limits), ['metadata.json', 'config.json', 'model.weights.h5'], limits);
  return text(training, dropped);
}

/** The value of the new text. @throws HG_ARTIFACT_FIELD where a name or another text holds half a character, which readers see differently. */
function parse(text: Uint8Array, { maxConfigBytes, maxDepth }: Limits): Json {
  const { value, notes } = readJson(text, { maxBytes: 2 * maxConfigBytes, maxDepth });
  const half = notes.find(({ kind }) => kind === 'lone-surrogate');
  if (half === undefined) return value;
  throw new HorngateError('HG_ARTIFACT_FIELD', 'Cannot rebuild a text as it must be of whole characters: it holds half a surrogate pair', {
    where: { member: 'config.json', pointer: half.pointer },
  });
}

/** The weights that the new description asks for. @throws HG_UNSUPPORTED_FORMAT where it does not mean what the old one means. */
function sameNumbers({ keras }: OpenedToDisarm, text: Uint8Array, limits: Limits): { readonly weights: AskedWeights; readonly paths: WeightPaths } {
  const source = settled(keras.model, keras.weights, keras.writer);
  const before = trace(keras.model, new AskedWeights(source), keras.writer);
  const weights = new AskedWeights(source);
  const model = readModel(parse(text, limits), limits);
  const after = trace(model, weights, 3);
  const layer = before.states.join() === after.states.join() ? differsAt(before.graph, after.graph) : '';
  if (layer === undefined) return { weights, paths: weightPaths(model) };
  const where = layer === '' ? 'it' : `its layer "${layer}"`;
  throw new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot rebuild the model as Keras 3 would reckon ${where} otherwise than the Keras that wrote it`);
}
