import { atLeast, type Severity } from '../words/finding.ts';
import type { Report } from '../words/report.ts';
import { type EngineStatement, engineAnswer } from './answers/engine-answer.ts';
import { type FileAnswer, fileAnswers } from './answers/file-answer.ts';
import { type Environment, type PackagesAnswer, packagesAnswers } from './answers/packages-answer.ts';
import { ageInDays, type Snapshot, STALE_DAYS } from './snapshot.ts';

export interface AdvisoryQuestion {
  /** What the scanner said of the files. */
  readonly reports: readonly Report[];
  /** What would run them. */
  readonly runtimes: readonly Environment[];
  /** What this house runs on. */
  readonly installation: Environment;
  readonly snapshot: Snapshot;
  /** RFC 3339, UTC. */
  readonly now: string;
}

/** Three answers, kept apart: a file may hold a trigger that no runtime here minds, and a runtime may be affected without any file. */
export interface AdvisoryReport {
  readonly snapshot: { readonly asOf: string; readonly ageDays: number; readonly stale: boolean; readonly advisories: number };
  readonly files: readonly FileAnswer[];
  readonly runtimes: readonly PackagesAnswer[];
  /** Where both meet: this file holds the trigger of what this runtime is affected by. */
  readonly together: readonly { readonly path: string; readonly spec: string; readonly ids: readonly string[] }[];
  readonly engine: readonly EngineStatement[];
  readonly installation: PackagesAnswer;
}

export function checkAdvisories({ reports, runtimes, installation, snapshot, now }: AdvisoryQuestion): AdvisoryReport {
  const ageDays = ageInDays(snapshot, now);
  const files = fileAnswers(reports, snapshot);
  const [ours, ...answers] = packagesAnswers([installation, ...runtimes], snapshot);
  return {
    snapshot: { asOf: snapshot.asOf, ageDays, stale: ageDays > STALE_DAYS, advisories: snapshot.advisories.length },
    files,
    runtimes: answers,
    together: files.flatMap((file) => answers.flatMap((answer) => meeting(file, answer))),
    engine: engineAnswer(snapshot),
    installation: ours as PackagesAnswer,
  };
}

function meeting({ path, triggers }: FileAnswer, { spec, matches }: PackagesAnswer): AdvisoryReport['together'] {
  const held = new Set(triggers.map(({ id }) => id));
  const ids = [...new Set(matches.map(({ id }) => id))].filter((id) => held.has(id));
  return ids.length === 0 ? [] : [{ path, spec, ids }];
}

/** Whether anything stands at or above the threshold. What could not be read, and versions that could not be compared, are not clean: they count as `medium` at least. */
export function reachesThreshold({ files, runtimes, installation }: AdvisoryReport, failOn: Severity): boolean {
  const unread = [...files, ...runtimes, installation].some((answer) => answer.unread.length > 0);
  return (
    (unread && atLeast('medium', failOn)) ||
    files.some(({ triggers }) => triggers.some(({ severity, waived }) => !waived && atLeast(severity, failOn))) ||
    [...runtimes, installation].some(({ matches }) => matches.some(({ severity }) => atLeast(severity, failOn)))
  );
}
