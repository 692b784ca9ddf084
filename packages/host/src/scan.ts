import { rmSync } from 'node:fs';
import { waive } from '@horngate/core/judge';
import { asHorngateError, type Finding, type HorngateError, type Report, type Unread } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import type { Artifact } from './artifact.ts';
import { startReader } from './guests.ts';
import { descriptorsOf, guestFiles, type OpenedFile } from './opened.ts';
import type { HostOptions } from './options.ts';
import { readScanAnswer, reportOf, type ScanAnswer } from './reported.ts';
import { today } from './today.ts';

/** Says what is inside a file, as `scanInReader` does; a guest that dies or reaches a limit is a finding: what we could not look at is not clean. */
export async function scan(artifact: Artifact): Promise<Report> {
  try {
    return await scanInReader(artifact);
  } catch (error) {
    const { path, digest } = artifact.file;
    return reportOf(path, digest, unfinished(path, asHorngateError(error)));
  }
}

/**
 * Scans in a reader guest that then waits for the judge's word, and may compile into a folder of its own; `artifact.close` ends it.
 *
 * @throws HG_LIMIT_*, HG_GUEST_*
 */
export async function scanInReader(artifact: Artifact): Promise<Report> {
  const { file, options } = artifact;
  options.onStep('scan');
  const work = artifact.programs.workFolder();
  let guest: Guest | undefined;
  try {
    guest = await startReader(options, descriptorsOf(file), file.bytes, work);
    const answer = await askForAnswer(guest, 3, file, options);
    const report = waive(reportOf(file.path, file.digest, answer), options.policy, today());
    artifact.reader = { guest, work };
    return report;
  } catch (error) {
    guest?.kill();
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

/** @param fd - under which the guest has the file, or the first of those that are one model. */
export async function askForAnswer(guest: Guest, fd: number, file: Omit<OpenedFile, 'digest' | 'own'>, { policy }: HostOptions): Promise<ScanAnswer> {
  const params = { files: guestFiles(file, fd), limits: policy.limits, path: file.path, allow: policy.scan.allow };
  const { result } = await guest.channel.call('scan', params, [], { deadlineMs: policy.limits.deadlineMs });
  return readScanAnswer(result);
}

/** What is said of a scan that did not come to its end. @throws the error itself where it is not about this file. */
export function unfinished(path: string, error: HorngateError): ScanAnswer {
  const limit = error.code.startsWith('HG_LIMIT_');
  if (!limit && error.code !== 'HG_GUEST_DIED' && error.code !== 'HG_GUEST_PROTOCOL') throw error;
  const finding: Finding = {
    check: limit ? 'scan/limit' : 'scan/guest-died',
    severity: 'high',
    message: `The scan ended early: ${error.code}: ${error.message}`,
    where: {},
    references: [],
  };
  const unread: Unread = { path, why: error.code };
  return { format: 'unknown', findings: [finding], unread: [unread] };
}
