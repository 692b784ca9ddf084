import { statSync } from 'node:fs';
import { join } from 'node:path';
import { waive } from '@horngate/core/judge';
import { asHorngateError, type Digest, type Finding, HorngateError, type Report, SEVERITIES, type Unread } from '@horngate/core/words';
import { rootDigestOf } from './digest.ts';
import { startReader } from './guests.ts';
import { descriptorsOf, guestFiles, type OpenedFile, openFile, openTogether } from './opened.ts';
import type { HostOptions } from './options.ts';
import { readScanAnswer, reportOf, type ScanAnswer } from './reported.ts';
import { unfinished } from './scan.ts';
import { today } from './today.ts';
import type { Whole } from './wholes.ts';

/** Files that one guest is told of, and descriptors that it is given. */
const MAX_NAMES = 20_000;
const MAX_DESCRIPTIONS = 256;
/** Findings of files that are told again, of one check; the reports of the files have all. */
const MAX_TOLD = 50;

/**
 * One more report for each folder that is a model: what only its files together tell, and what was found in each of them, so that the verdict of the whole is never kinder than that of
 * its worst file. Its subject is the root digest.
 *
 * @param reports - of the files below, by their paths, as `scanFiles` gives them.
 */
export async function* scanWholes(wholes: readonly Whole[], reports: readonly Report[], options: HostOptions): AsyncGenerator<Report> {
  const byPath = new Map(reports.map((report) => [report.path, report]));
  for (const whole of wholes) yield await scanWhole(whole, byPath, options);
}

async function scanWhole(whole: Whole, byPath: ReadonlyMap<string, Report>, options: HostOptions): Promise<Report> {
  options.onStep('scan');
  const descriptions = whole.descriptions.slice(0, MAX_DESCRIPTIONS);
  const file = openTogether(whole.path, { folder: whole.path, names: descriptions });
  try {
    const told = new Map((file.parts ?? []).map(({ path, digest }) => [path, digest]));
    const subject = rootDigestOf(whole.names.map((name) => partOf(whole, name, told, byPath)));
    const own = waive(reportOf(whole.path, subject, await askGuest(whole, file, options)), options.policy, today());
    return withFiles(own, whole, byPath);
  } finally {
    file.close();
  }
}

/** A part of the root digest; the bytes of what describes others are those that the guest of the whole saw. */
function partOf(
  { path }: Whole,
  name: string,
  told: ReadonlyMap<string, Digest>,
  byPath: ReadonlyMap<string, Report>,
): { path: string; bytes: number; digest: Digest } {
  const place = join(path, name);
  const bytes = statSync(place, { throwIfNoEntry: false })?.size ?? 0;
  return { path: name, bytes, digest: told.get(name) ?? byPath.get(place)?.subject ?? digestOfFile(place) };
}

function digestOfFile(path: string): Digest {
  const file = openFile(path);
  file.close();
  return file.digest;
}

async function askGuest({ kind, path, names, descriptions }: Whole, file: OpenedFile, options: HostOptions): Promise<ScanAnswer> {
  const { limits } = options.policy;
  let guest: Awaited<ReturnType<typeof startReader>> | undefined;
  try {
    expectFew(path, names.length, MAX_NAMES);
    expectFew(path, descriptions.length, MAX_DESCRIPTIONS);
    guest = await startReader(options, descriptorsOf(file), file.bytes);
    const params = { files: guestFiles(file), limits, path, whole: { kind, names } };
    const { result } = await guest.channel.call('scan', params, [], { deadlineMs: limits.deadlineMs });
    return readScanAnswer(result);
  } catch (error) {
    return unfinished(path, asHorngateError(error));
  } finally {
    guest?.kill();
  }
}

function expectFew(path: string, count: number, most: number): void {
  if (count > most) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot look at "${path}" as a whole as it must have at most ${most} files: it has ${count}`);
}

function withFiles(own: Report, { path, names }: Whole, byPath: ReadonlyMap<string, Report>): Report {
  const counts = new Map<string, number>();
  const findings: Finding[] = [...own.findings];
  const unread = [...own.unread];
  for (const name of names) {
    const report = byPath.get(join(path, name));
    for (const finding of report?.findings ?? [])
      if (isTold(finding, counts)) findings.push({ ...finding, where: { ...finding.where, member: inside(name, finding) } });
    for (const part of report?.unread ?? []) add(unread, { ...part, path: part.path === report?.path ? name : `${name}!${part.path}` });
  }
  findings.sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  return { ...own, findings, unread };
}

/** Of each check, severity and waiver the first ones: what is left out never changes the verdict. */
function isTold({ check, severity, waived }: Finding, counts: Map<string, number>): boolean {
  const key = `${check} ${severity} ${waived === undefined}`;
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count <= MAX_TOLD;
}

const inside = (name: string, { where }: Finding): string => (where.member === undefined ? name : `${name}!${where.member}`);

/** What is told of a file by itself and by its whole stands once. */
function add(unread: Unread[], { path, why }: Unread): void {
  if (!unread.some((one) => one.path === path && one.why === why)) unread.push({ path, why });
}
