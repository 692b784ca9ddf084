import type { Severity } from '../words/finding.ts';
import { dictionary, list, text, wrong } from './osv/read-osv.ts';
import type { OsvRecord } from './osv/record.ts';

/** What one tracker says of the versions. */
export interface Source {
  readonly by: string;
  readonly says: string;
}

/** What the scanner reports where a file holds what an advisory needs. */
export interface Trigger {
  readonly check: string;
  /** Only findings that name this advisory: one check serves several. */
  readonly reference?: string;
  /** Only in files whose format begins so. */
  readonly format?: string;
}

/** Justifications of OpenVEX 0.2.0, "Status Justifications"; CSAF 2.0 (3.2.3.5.1) has the same five. */
export const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;
export type Justification = (typeof JUSTIFICATIONS)[number];

/** Why the engine of this house is not affected. */
export interface EngineAnswer {
  readonly justification: Justification;
  readonly because: string;
}

/** What this house knows of an advisory beside the record itself. */
export interface Knowledge {
  readonly sources: readonly Source[];
  readonly triggers: readonly Trigger[];
  readonly engine: EngineAnswer | undefined;
}

/** @throws HG_INPUT_FORMAT where `database_specific.horngate` is there and of another form. */
export function knowledgeOf({ database_specific }: OsvRecord): Knowledge {
  const own = database_specific?.['horngate'];
  if (own === undefined) return { sources: [], triggers: [], engine: undefined };
  const at = '/database_specific/horngate';
  const { sources, triggers, engine } = dictionary(own, at);
  return {
    sources: list(sources ?? [], `${at}/sources`, sourceOf),
    triggers: list(triggers ?? [], `${at}/triggers`, triggerOf),
    engine: engine === undefined ? undefined : engineOf(engine, `${at}/engine`),
  };
}

function sourceOf(value: unknown, pointer: string): Source {
  const { by, says } = dictionary(value, pointer);
  return { by: text(by, `${pointer}/by`), says: text(says, `${pointer}/says`) };
}

function triggerOf(value: unknown, pointer: string): Trigger {
  const { check, reference, format } = dictionary(value, pointer);
  return {
    check: text(check, `${pointer}/check`),
    ...(reference !== undefined && { reference: text(reference, `${pointer}/reference`) }),
    ...(format !== undefined && { format: text(format, `${pointer}/format`) }),
  };
}

function engineOf(value: unknown, pointer: string): EngineAnswer {
  const { justification, because } = dictionary(value, pointer);
  const known = JUSTIFICATIONS.find((name) => name === justification);
  if (known === undefined) throw wrong(`${pointer}/justification`, 'a justification of OpenVEX', justification);
  return { justification: known, because: text(because, `${pointer}/because`) };
}

/** Words of GitHub's database (`MODERATE`) and our own. */
const WORDS: Readonly<Record<string, Severity>> = { LOW: 'low', MODERATE: 'medium', MEDIUM: 'medium', HIGH: 'high', CRITICAL: 'critical' };

/** How severe a tracker calls it. An advisory that says nothing we can read counts as high: less would hide it below a threshold. */
export function severityOf({ database_specific }: OsvRecord): Severity {
  const word = database_specific?.['severity'];
  return typeof word === 'string' && Object.hasOwn(WORDS, word) ? (WORDS[word] as Severity) : 'high';
}
