import type { NamedSource } from '../../artifact/bundle.ts';
import type { Limits } from '../../words/limits.ts';
import { runChecks } from '../define-check.ts';
import { CHECKS } from '../rules/index.ts';
import type { ScanPorts } from '../scope.ts';
import type { Seen } from '../seen.ts';
import { Folder } from './folder.ts';
import { lookAtHuggingface } from './huggingface.ts';
import { lookAtMlflow } from './mlflow.ts';
import { lookAtSavedModel } from './saved-model.ts';

/** What a folder can be as a whole; the host tells it by names, as a loader is told by a person. */
export const WHOLES = {
  huggingface: { format: 'huggingface-folder', look: lookAtHuggingface },
  mlflow: { format: 'mlflow-folder', look: lookAtMlflow },
  'saved-model': { format: 'tensorflow-saved-model-folder', look: lookAtSavedModel },
} as const;

export type WholeKind = keyof typeof WHOLES;
export const isWholeKind = (kind: string): kind is WholeKind => Object.hasOwn(WHOLES, kind);

/**
 * What only all files of a model together can tell: whether what one names is there, and whether two say the same. Each file has been looked at for itself; nothing of that is repeated.
 *
 * @param descriptions - the files that name others, by their paths in the folder; hostile.
 * @param names - paths of all files of the folder, as the host lists them.
 */
export function lookAtWhole(kind: WholeKind, descriptions: readonly NamedSource[], names: readonly string[], ports: ScanPorts, limits: Limits): Seen {
  const folder = new Folder(descriptions, names, ports, limits);
  const { format, look } = WHOLES[kind];
  look(folder);
  const { troubles } = folder.parts;
  const subject = { sights: folder.sights.list, troubles: [] };
  const findings = [...runChecks(CHECKS.folder, subject), ...runChecks(CHECKS.huggingface, subject), ...runChecks(CHECKS.mlflow, subject)];
  return { format, findings, troubles };
}
