import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../artifact/json/json.ts';
import { pointerTo } from '../artifact/json/pointer.ts';
import { readJson } from '../artifact/json/read-json.ts';
import { type Digest, isDigest } from '../words/artifact.ts';
import { asHorngateError, HorngateError } from '../words/error.ts';
import { isPinName, type Lock, type Pin, type PinnedFile, type Revision, type SignatureRule } from './lock.ts';
import { rootText } from './root.ts';

/** A lock of a thousand models of a hundred files fits; a text that is made to cost memory does not. */
const LIMITS = { maxBytes: 16 * 2 ** 20, maxDepth: 8, maxContainers: 150_000 };

/** SHA-256 of a text: core has none of its own. */
export type DigestOfText = (text: string) => Digest;

/**
 * Reads `horngate.lock`. Nothing is ignored: what two readers could see differently, an unknown field or a root that is not that of its files is refused.
 *
 * @throws HG_USAGE_LOCK naming the place.
 */
export function readLock(bytes: Uint8Array, digestOfText: DigestOfText): Lock {
  const top = object(parsed(bytes), '', ['version', 'models']);
  if (top['version'] !== 1) throw wrong('/version', '1', top['version']);
  const models = anyObject(top['models'], '/models');
  const pins = Object.entries(models).map(([name, value]): [string, Pin] => {
    const pointer = pointerTo('/models', name);
    if (!isPinName(name)) throw wrong(pointer, 'called by letters, digits, ".", "_" and "-", in parts with "/" between them', name);
    return [name, pinOf(value, pointer, digestOfText)];
  });
  return { version: 1, models: Object.fromEntries(pins) };
}

function parsed(bytes: Uint8Array): Json {
  try {
    const { value, notes } = readJson(bytes, LIMITS);
    const [note] = notes;
    if (note !== undefined) throw wrong(note.pointer, 'what every reader of JSON sees alike', note.kind);
    return value;
  } catch (error) {
    const known = asHorngateError(error);
    if (known.code === 'HG_USAGE_LOCK' || known.code === 'HG_INTERNAL') throw error;
    throw new HorngateError('HG_USAGE_LOCK', `Cannot read the lock file as it must be JSON of a bounded size: ${known.message}`, { where: known.where });
  }
}

const REVISION = ['source', 'revision', 'root', 'files', 'signature'];

function pinOf(value: Json, pointer: string, digestOfText: DigestOfText): Pin {
  const data = object(value, pointer, ['path', 'kind', ...REVISION, 'previous']);
  const kind = data['kind'];
  if (kind !== 'file' && kind !== 'folder') throw wrong(`${pointer}/kind`, '"file" or "folder"', kind);
  const path = data['path'];
  if (!isPlace(path)) throw wrong(`${pointer}/path`, 'a path with "/", without "." and "..", except at its start', path);
  const previous = data['previous'] ?? null;
  return {
    path,
    kind,
    ...revisionOf(data, pointer, kind, digestOfText),
    previous: previous === null ? null : revisionOf(object(previous, `${pointer}/previous`, REVISION), `${pointer}/previous`, kind, digestOfText),
  };
}

function revisionOf(data: JsonObject, pointer: string, kind: Pin['kind'], digestOfText: DigestOfText): Revision {
  const files = filesOf(data['files'], `${pointer}/files`);
  const root = rootOf(kind, files, digestOfText);
  if (data['root'] !== root) throw wrong(`${pointer}/root`, `the root of its files, ${root}`, data['root']);
  return {
    source: text(data['source'], `${pointer}/source`),
    revision: text(data['revision'], `${pointer}/revision`),
    root,
    files,
    signature: signatureOf(data['signature'] ?? null, `${pointer}/signature`),
  };
}

/** The digest of one file is that of its bytes; of several, and of every folder, that of the list. */
export function rootOf(kind: Pin['kind'], files: readonly PinnedFile[], digestOfText: DigestOfText): Digest {
  const [only] = files;
  if (kind === 'file' && files.length === 1 && only !== undefined) return only.sha256;
  return digestOfText(rootText(files.map(({ path, size, sha256 }) => ({ path, bytes: size, digest: sha256 }))));
}

function filesOf(value: Json | undefined, pointer: string): PinnedFile[] {
  if (value === undefined || !isJsonArray(value) || value.length === 0) throw wrong(pointer, 'a list of at least one file', value);
  const seen = new Set<string>();
  return value.map((one, index) => {
    const at = `${pointer}/${index}`;
    const { path, size, sha256 } = object(one, at, ['path', 'size', 'sha256']);
    if (!isInner(path)) throw wrong(`${at}/path`, 'a path inside the model, with "/", without "." and ".."', path);
    if (seen.has(path)) throw wrong(`${at}/path`, 'listed once', path);
    seen.add(path);
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw wrong(`${at}/size`, 'a whole number >= 0', size);
    if (!isDigest(sha256)) throw wrong(`${at}/sha256`, '"sha256:" and 64 hexadecimal digits', sha256);
    return { path, size, sha256 };
  });
}

function signatureOf(value: Json, pointer: string): SignatureRule | null {
  if (value === null) return null;
  const { mode } = anyObject(value, pointer);
  if (mode === 'key') {
    const { hint } = object(value, pointer, ['mode', 'hint']);
    if (typeof hint === 'string' && /^[0-9a-f]{64}$/.test(hint)) return { mode, hint };
    throw wrong(`${pointer}/hint`, '64 hexadecimal digits', hint);
  }
  if (mode === 'certificate') {
    const { root } = object(value, pointer, ['mode', 'root']);
    if (isDigest(root)) return { mode, root };
    throw wrong(`${pointer}/root`, '"sha256:" and 64 hexadecimal digits', root);
  }
  if (mode !== 'sigstore') throw wrong(`${pointer}/mode`, '"key", "certificate" or "sigstore"', mode);
  const { identity, issuer } = object(value, pointer, ['mode', 'identity', 'issuer']);
  if (typeof identity !== 'string' || identity === '') throw wrong(`${pointer}/identity`, 'a text', identity);
  if (typeof issuer !== 'string' || issuer === '') throw wrong(`${pointer}/issuer`, 'a text', issuer);
  return { mode, identity, issuer };
}

const isPart = (part: string): boolean => part !== '' && part !== '.' && part !== '..' && !part.includes('\0');

/** A file of a model: nothing leads out of its folder. */
const isInner = (value: unknown): value is string => typeof value === 'string' && value.split('/').every(isPart);

/** A model: below the lock, beside its folder (`../`), or anywhere (`/`). */
const isPlace = (value: unknown): value is string => typeof value === 'string' && isInner(value.replace(/^(?:\/|(?:\.\.\/)+)/, ''));

function text(value: Json | undefined, pointer: string): string | null {
  if (value === null || (typeof value === 'string' && value !== '')) return value;
  throw wrong(pointer, 'a text or null', value);
}

function anyObject(value: Json | undefined, pointer: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw wrong(pointer, 'an object', value);
}

function object(value: Json | undefined, pointer: string, known: readonly string[]): JsonObject {
  const data = anyObject(value, pointer);
  for (const name of Object.keys(data)) if (!known.includes(name)) throw wrong(pointerTo(pointer, name), `one of ${known.join(', ')}`, name);
  return data;
}

function wrong(pointer: string, wanted: string, found: Json | undefined): HorngateError {
  const shown =
    typeof found === 'bigint' ? String(found) : (JSON.stringify(found, (_, value) => (typeof value === 'bigint' ? String(value) : value)) ?? 'nothing');
  return new HorngateError('HG_USAGE_LOCK', `Cannot use the lock file as "${pointer}" must be ${wanted}: found ${shown.slice(0, 200)}`, { where: { pointer } });
}
