import type { Json, JsonNote, JsonObject } from '../artifact/json/json.ts';
import { isJsonObject } from '../artifact/json/json.ts';
import { readJson } from '../artifact/json/read-json.ts';
import { HorngateError } from '../words/error.ts';
import type { Finding } from '../words/finding.ts';
import type { Limits } from '../words/limits.ts';
import type { ByteSource } from '../words/ports.ts';
import { runChecks } from './define-check.ts';
import { scanHuggingface } from './huggingface/descriptions.ts';
import { scanSettings } from './huggingface/settings.ts';
import { collectObjects } from './keras/objects.ts';
import { scanPayloads } from './keras/payloads.ts';
import { Parts } from './parts.ts';
import { CHECKS } from './rules/index.ts';
import { codeClass } from './rules/keras/code-class.ts';
import { lambdaBytecode } from './rules/keras/lambda-bytecode.ts';
import type { Scope } from './scope.ts';
import { type Inner, type Seen, together } from './seen.ts';
import type { KerasSubject } from './subjects.ts';

/** A JSON text: its structure, and its value for whoever knows what it describes. @param member - undefined where the file is the text. */
export function scanJson(member: string | undefined, bytes: Uint8Array | undefined, limits: Limits): Inner & { readonly value: Json | undefined } {
  const parts = new Parts();
  const maxBytes = limits.maxConfigBytes;
  const text = bytes && parts.attempt(member, () => readJson(bytes, { maxBytes, maxDepth: limits.maxDepth }));
  const notes: readonly JsonNote[] = text?.notes ?? [];
  return { value: text?.value, findings: runChecks(CHECKS.json, { member, notes, troubles: parts.troubles }), troubles: parts.troubles };
}

/** What a text may have beyond `maxConfigBytes` where no description of Keras is expected: the tokenizers of some models have 33 MB. */
const LARGE = 2.5;

/** A text that is too large to be kept is read to its end and kept in part: what only lists words and numbers is left out. */
function scanLargeJson(source: ByteSource, limits: Limits): ReturnType<typeof scanJsonFile> {
  const parts = new Parts();
  const maxBytes = Math.floor(limits.maxConfigBytes * LARGE);
  const text = parts.attempt(undefined, () => readJson(wholeText(source, maxBytes), { maxBytes, maxDepth: limits.maxDepth, thin: true }));
  if (isKeras(text?.value)) parts.note(tooLarge(limits.maxConfigBytes, source.size), undefined); // its rules look at every list
  return {
    value: text?.value,
    findings: runChecks(CHECKS.json, { member: undefined, notes: text?.notes ?? [], troubles: parts.troubles }),
    troubles: parts.troubles,
  };
}

const isKeras = (value: Json | undefined): value is JsonObject => isJsonObject(value) && typeof value['class_name'] === 'string' && 'config' in value;

/** The text of a file of its own. */
export function scanJsonFile(member: string | undefined, source: ByteSource, limits: Limits): ReturnType<typeof scanJson> {
  const parts = new Parts();
  const bytes = parts.attempt(member, () => wholeText(source, limits.maxConfigBytes));
  const seen = scanJson(member, bytes, limits);
  return { ...seen, troubles: [...parts.troubles, ...seen.troubles] };
}

function wholeText(source: ByteSource, maxBytes: number): Uint8Array {
  if (source.size <= maxBytes) return source.read(0, source.size);
  throw tooLarge(maxBytes, source.size);
}

const tooLarge = (maxBytes: number, bytes: number): HorngateError =>
  new HorngateError('HG_LIMIT_BYTES', `Cannot read the text as it must have at most ${maxBytes} bytes: it has ${bytes}`);

/** What `to_json()` of Keras 2 adds to the description: the version and backend that wrote it, as texts. */
const CLAIMS = ['keras_version', 'backend'];

function withoutClaims(config: Json | undefined): Json | undefined {
  if (!isJsonObject(config)) return config;
  return Object.fromEntries(Object.entries(config).filter(([key, value]) => !(CLAIMS.includes(key) && typeof value === 'string')));
}

/** A description in a file of its own, looked at as that of a `.keras` is. */
export function scanDescription(given: Omit<KerasSubject, 'objects'>, limits: Limits): Inner {
  const subject = { ...given, config: withoutClaims(given.config) };
  const { config, member } = subject;
  const { objects, error } = config === undefined ? { objects: [], error: undefined } : collectObjects(config, limits.maxLayers);
  const troubles = error === undefined ? [] : [{ error, member }];
  return { findings: runChecks(CHECKS.keras, { ...subject, objects }), troubles };
}

/** The file is the description: a place in it has no member. */
function inFile(finding: Finding): Finding {
  const { member: _, ...where } = finding.where;
  return { ...finding, where };
}

const ALONE: NonNullable<KerasSubject['own']> = new Map();

/** An architecture that is a file of its own, whatever text it was written in. */
export function scanKerasText(config: Json, scope: Scope): Inner {
  const { findings, troubles } = scanDescription({ member: '', config, metadata: undefined, members: [], own: ALONE }, scope.limits);
  const own = { findings: findings.map(inFile), troubles: troubles.map(({ error }) => ({ error, member: undefined })) };
  return together([own, scanPayloads(config, undefined, scope)]);
}

/**
 * Values of no kind that is known, in JSON or YAML: data, which no loader runs. Whoever keeps a description of Keras in a file of his own makes a model of it all the same, so code in one
 * is looked for wherever it stands; classes and fields are not judged, since other libraries have `class_name` too.
 */
export function scanPlain(config: Json, limits: Limits): Inner {
  const { objects, error } = collectObjects(config, limits.maxLayers);
  const subject: KerasSubject = { member: '', config, objects, metadata: undefined, members: [], own: ALONE };
  const findings = runChecks([codeClass, lambdaBytecode], subject).map(inFile);
  return { findings, troubles: error === undefined ? [] : [{ error, member: undefined }] };
}

/** What else Keras writes as JSON beside a model: the metadata of an unzipped `.keras`, and the index of shards. */
const COMPANIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  'keras-metadata': new Set(['keras_version', 'date_saved']),
  'keras-shards': new Set(['metadata', 'weight_map']),
};

/** A JSON file that nothing is known about but its bytes: an architecture of Keras, one of its companions, or data that no loader runs. */
export function scanLoneJson(source: ByteSource, scope: Scope): Seen {
  const { limits } = scope;
  const { value, ...read } = source.size > limits.maxConfigBytes ? scanLargeJson(source, limits) : scanJsonFile(undefined, source, limits);
  const { findings, troubles } = value === undefined ? read : together([read, scanSettings(value, {}, limits)]);
  if (isKeras(value)) {
    return { format: 'keras-json', ...together([{ findings, troubles }, scanKerasText(value, scope)]) };
  }
  const model = value === undefined ? undefined : scanHuggingface(value);
  const format = companionOf(value);
  if (model !== undefined && format === undefined) return { format: model.format, ...together([{ findings, troubles }, model]) };
  if (format !== undefined || value === undefined) return { format: format ?? 'json', findings, troubles };
  return { format: 'json', ...together([{ findings, troubles }, scanPlain(value, limits)]) };
}

function companionOf(value: Json | undefined): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const keys = Object.keys(value);
  if (isJsonObject(value['weight_map']) && !isKerasIndex(value['weight_map'])) return undefined;
  return Object.keys(COMPANIONS).find((format) => keys.length > 0 && keys.every((key) => COMPANIONS[format]?.has(key)));
}

/** Keras names one or several files of weights for each path. */
const isKerasIndex = (map: JsonObject): boolean =>
  Object.keys(map).every((key) => [map[key] ?? null].flat().every((file) => typeof file === 'string' && /^[^/\\]+\.weights\.h5$/.test(file)));
