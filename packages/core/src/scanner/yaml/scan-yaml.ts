import { isJsonObject, type Json } from '../../artifact/json/json.ts';
import { readYaml, type YamlNote } from '../../artifact/yaml/read-yaml.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { Severity } from '../../words/finding.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { scanSettings } from '../huggingface/settings.ts';
import { Parts } from '../parts.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import { scanKerasText, scanPlain } from '../scan-json.ts';
import type { Scope } from '../scope.ts';
import { type Inner, type Seen, together } from '../seen.ts';
import { Sights } from '../sights.ts';
import { isMlflow, scanMlflow } from './mlflow.ts';

/** Values that every reader of plain YAML has. */
const PLAIN: ReadonlySet<string> = new Set(
  'binary bool float int map merge null omap pairs seq set str timestamp value yaml'.split(' ').map((name) => `tag:yaml.org,2002:${name}`),
);
/** Values of Python that hold nothing to call; Keras wrote tuples with it. */
const VALUES: ReadonlySet<string> = new Set(
  'bool bytes complex dict float int list long none str tuple unicode'.split(' ').map((name) => `tag:yaml.org,2002:python/${name}`),
);
/** Names that make a reader import, build or call something: of PyYAML, and of readers in Ruby and Java. */
const BUILDS =
  /^tag:yaml\.org,2002:(?:python\/(?:object|name|module)|ruby\/|java|js\/|perl\/|php\/)|^tag:ruby\.yaml\.org|^!ruby\/|^!{0,2}(?:javax?|com|org)\.[\w.]+$/;

/**
 * A text in YAML: its tags, aliases and keys, then its values for whoever they are for: Keras' architecture, MLflow, or settings of libraries.
 */
export function scanYaml(source: ByteSource, scope: Scope): Seen {
  const { limits } = scope;
  const parts = new Parts();
  const notes: YamlNote[] = [];
  if (source.size > limits.maxConfigBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read YAML as it must have at most ${limits.maxConfigBytes} bytes: it has ${source.size}`);
  const bytes = source.read(0, source.size);
  const text = parts.attempt(undefined, () => readYaml(bytes, { maxBytes: limits.maxConfigBytes, maxDepth: limits.maxDepth }, notes));
  if (text === undefined) notes.push(...tagsIn(bytes));
  const findings = runChecks(CHECKS.yaml, { sights: sightsOf(notes), troubles: parts.troubles });
  const described = (text?.documents ?? []).slice(0, MAX_DOCUMENTS).map((document) => describe(document, scope));
  if ((text?.documents.length ?? 0) > MAX_DOCUMENTS) parts.note(tooMany(), undefined);
  return { format: described[0]?.format ?? 'yaml', ...together([{ findings, troubles: parts.troubles }, ...described]) };
}

const MAX_DOCUMENTS = 100;
const tooMany = (): HorngateError => new HorngateError('HG_LIMIT_ENTRIES', `Cannot look further as a text may hold at most ${MAX_DOCUMENTS} documents`);

/** Where the text cannot be read to its end: whatever looks like a tag in it. */
function tagsIn(bytes: Uint8Array): YamlNote[] {
  const notes: YamlNote[] = [];
  for (const [index, line] of decodeUtf8(bytes, 'replace').split('\n').entries())
    for (const [, tag = ''] of line.slice(0, 10_000).matchAll(/(?:^|[\s,[{])(![!<][^\s,\]}>]{1,200})/g))
      if (notes.push({ kind: 'tag', what: tag.replace(/^!</, '').replace(/^!!/, 'tag:yaml.org,2002:'), line: index + 1 }) >= 100) return notes;
  return notes;
}

function sightsOf(notes: readonly YamlNote[]): Sights['list'] {
  const sights = new Sights();
  for (const { kind, what, line } of notes) {
    if (kind === 'duplicate-key')
      sights.add('yaml/duplicate-key', `Holds the key ${quote(what)} twice in one mapping, in line ${line}; the last one was read, as PyYAML does`, {});
    else if (kind === 'alias') sights.add('yaml/alias', what, {});
    else {
      const severity = severityOf(what);
      if (severity !== undefined) sights.add('yaml/tag', `Asks for an object by the tag ${quote(what)}, in line ${line}`, {}, severity);
    }
  }
  return sights.list;
}

/** A tag of an application says what only that application knows. */
function severityOf(tag: string): Severity | undefined {
  if (PLAIN.has(tag) || VALUES.has(tag)) return undefined;
  return BUILDS.test(tag) ? 'critical' : 'medium';
}

/** All that the document could be for: whoever loads it goes by its name, and sees what it looks for. */
function describe(document: Json, scope: Scope): Seen {
  const isKeras = isJsonObject(document) && typeof document['class_name'] === 'string' && 'config' in document;
  const inner: Inner[] = [scanSettings(document, {}, scope.limits)];
  inner.push(isKeras ? scanKerasText(document, scope) : scanPlain(document, scope.limits));
  if (isMlflow(document)) inner.push(scanMlflow(document));
  return { format: isKeras ? 'keras-yaml' : formatOf(document), ...together(inner) };
}

function formatOf(document: Json): string {
  if (isMlflow(document)) return 'mlflow-model';
  return isEnvironment(document) ? 'conda-environment' : 'yaml';
}

/** What conda and MLflow write of the packages that a model wants: names and versions, installed only by who asks for it. */
const isEnvironment = (value: Json): boolean => isJsonObject(value) && 'dependencies' in value && ('channels' in value || 'name' in value || 'python' in value);
