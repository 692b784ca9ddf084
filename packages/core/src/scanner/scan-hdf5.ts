import type { Hdf5Anomaly } from '../artifact/hdf5/hdf5.ts';
import { type Hdf5File, type Hdf5Group, openHdf5 } from '../artifact/hdf5/open-hdf5.ts';
import type { Json, JsonNote } from '../artifact/json/json.ts';
import { readJson } from '../artifact/json/read-json.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';
import type { Finding } from '../words/finding.ts';
import type { Limits } from '../words/limits.ts';
import type { ByteSource, Inflate } from '../words/ports.ts';
import { collectAnomalies } from './collect-anomalies.ts';
import { runChecks } from './define-check.ts';
import { collectObjects } from './keras/objects.ts';
import { scanPayloads } from './keras/payloads.ts';
import { Parts } from './parts.ts';
import { CHECKS } from './rules/index.ts';
import type { Scope } from './scope.ts';
import { NOTHING, type Seen, together } from './seen.ts';
import type { KerasSubject, Trouble } from './subjects.ts';

/** What Keras writes at the root of a legacy file (keras/src/legacy/saving/legacy_h5_format.py, `save_model_to_hdf5`). */
const GROUPS: NonNullable<KerasSubject['own']> = new Map([
  ['model_weights', 'needed'],
  ['optimizer_weights', 'optional'],
]);

const NONE: NonNullable<KerasSubject['own']> = new Map();

/** Attributes of the root that hold JSON, and what each describes. */
const CONFIGS = { model_config: 'model', training_config: 'training' } as const;

/** An HDF5 file; one with the attribute `model_config` is a model of Keras, and its description is looked at as that of a `.keras` is. */
export function scanHdf5(source: ByteSource, { inflate }: { readonly inflate: Inflate }, limits: Limits, scope?: Scope): Seen {
  const { file, findings, troubles } = scanStructure(source, inflate, limits);
  const all = { findings: [...findings], troubles: [...troubles] };
  const attributes = file === undefined ? undefined : new Parts().attempt(undefined, () => file.root.attributes()); // what stopped this is among the troubles
  const isModel = attributes?.has('model_config') === true;
  if (file !== undefined && isModel)
    for (const [name, of] of Object.entries(CONFIGS)) {
      if (!attributes.has(name)) continue;
      const seen = scanAttribute(file.root, name, of, limits, scope);
      all.findings.push(...seen.findings);
      all.troubles.push(...seen.troubles);
    }
  const isWeights = file !== undefined && attributes !== undefined && !isModel && holdsWeights(file.root, attributes);
  if (file !== undefined && !isModel && !isWeights) all.troubles.push(noModel());
  return { format: isModel ? 'keras-h5' : isWeights ? 'keras-weights' : 'hdf5', ...all };
}

/** What Keras writes at the root of weights alone: Keras 3 groups by path, Keras 2 the names of the layers. All there is to see in them is their structure. */
function holdsWeights(root: Hdf5Group, attributes: ReadonlyMap<string, unknown>): boolean {
  if (attributes.has('layer_names') || attributes.has('layer_names0')) return true;
  const names = rootMembers(root).map(({ path }) => path);
  return names.some((name) => WEIGHT_ROOTS.has(name));
}

const WEIGHT_ROOTS = new Set(['layers', '_layer_checkpoint_dependencies', 'vars']);

interface Structure {
  readonly file: Hdf5File | undefined;
  readonly findings: readonly Finding[];
  readonly troubles: readonly Trouble[];
}

/** Every object of the file, its header, links, attributes and raw data. @param member - the file's name where it is one of several. */
export function scanStructure(source: ByteSource, inflate: Inflate, limits: Limits, member?: string): Structure {
  const parts = new Parts();
  const anomalies: Hdf5Anomaly[] = [];
  const file = parts.attempt(member, () => openHdf5(source, limits, inflate));
  if (file !== undefined) parts.attempt(member, () => collectAnomalies(file, anomalies));
  for (const { kind, message, path, offset } of anomalies)
    if (kind === 'hdf5/unread') parts.note(new HorngateError('HG_UNSUPPORTED_HDF5', message, { where: { pointer: path, offset } }), member);
  return { file, findings: runChecks(CHECKS.hdf5, { member, anomalies, troubles: parts.troubles }), troubles: parts.troubles };
}

/** One description: as JSON, then as what it describes. */
function scanAttribute(root: Hdf5Group, member: string, of: 'model' | 'training', limits: Limits, scope?: Scope): Omit<Seen, 'format'> {
  const parts = new Parts();
  const text = parts.attempt(member, () => configText(root, member, limits));
  const read = text === undefined ? undefined : parts.attempt(member, () => readJson(encodeUtf8(text), bounds(limits)));
  const notes: readonly JsonNote[] = read?.notes ?? [];
  const findings = runChecks(CHECKS.json, { member, notes, troubles: parts.troubles });
  const config: Json | undefined = read?.value;
  const { objects, error } = config === undefined ? { objects: [], error: undefined } : collectObjects(config, limits.maxLayers);
  if (error !== undefined) parts.note(error, member);
  const members = of === 'model' ? rootMembers(root) : [];
  const own = of === 'model' ? GROUPS : NONE;
  const payloads = scope === undefined ? NOTHING : scanPayloads(config, member, scope);
  const described = {
    findings: [...findings, ...runChecks(CHECKS.keras, { member, config, objects, metadata: undefined, members, own, of })],
    troubles: parts.troubles,
  };
  return together([described, payloads]);
}

const bounds = ({ maxConfigBytes, maxDepth }: Limits): { readonly maxBytes: number; readonly maxDepth: number } => ({ maxBytes: maxConfigBytes, maxDepth });

function configText(root: Hdf5Group, member: string, limits: Limits): string {
  const attribute = root.attributes().get(member);
  const [text] = (attribute?.shape?.length === 0 ? attribute.strings() : undefined) ?? [];
  if (text === undefined) throw new HorngateError('HG_ARTIFACT_FORMAT', `Cannot read the attribute "${member}" as it must be one text: it is not`);
  if (text.length <= limits.maxConfigBytes) return text;
  throw new HorngateError('HG_LIMIT_BYTES', `Cannot read "${member}" as it must have at most ${limits.maxConfigBytes} bytes: it has ${text.length}`);
}

/** Names at the root. Links that cannot be read are among the troubles. */
const rootMembers = (root: Hdf5Group): { readonly path: string; readonly offset: number }[] =>
  [...(new Parts().attempt(undefined, () => root.children().keys()) ?? [])].map((path) => ({ path, offset: root.address }));

const noModel = (): Trouble => ({
  error: new HorngateError(
    'HG_UNSUPPORTED_FORMAT',
    'Cannot look into the file as a model as it must have the attribute "model_config": it may hold weights alone',
  ),
  member: undefined,
});
