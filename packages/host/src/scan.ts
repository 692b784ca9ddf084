import { rmSync } from 'node:fs';
import { asHorngateError, type Finding, HorngateError, type Report, type Unread } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import type { Artifact } from './artifact.ts';
import { startReader } from './guests.ts';
import type { OpenedFile } from './opened.ts';
import { readScanAnswers, reportOf } from './reported.ts';

/**
 * Says what is inside a file, in a reader guest. A guest that dies or reaches a limit is a finding: what we could not look at is not clean.
 *
 * @param keep - the reader waits for the judge's word, and may compile into a folder of its own; else it ends here.
 */
export async function scan(artifact: Artifact, { keep = false } = {}): Promise<Report> {
  const { file, options } = artifact;
  options.onStep('scan');
  const work = keep ? artifact.programs.workFolder() : undefined;
  let guest: Guest | undefined;
  try {
    guest = await startReader(options, [file.fd], file.bytes, work);
    const params = { files: [{ fd: 3, path: file.path, bytes: file.bytes }], limits: options.policy.limits };
    const { result } = await guest.channel.call('scan', params, [], { deadlineMs: options.policy.limits.deadlineMs });
    const [answer] = readScanAnswers(result, 1);
    if (answer === undefined) throw new HorngateError('HG_INTERNAL', 'Cannot find the report');
    if (keep) artifact.reader = { guest, work };
    else guest.kill();
    return reportOf(file.path, file.digest, answer);
  } catch (error) {
    guest?.kill();
    if (work !== undefined) rmSync(work, { recursive: true, force: true });
    return unfinished(file, asHorngateError(error));
  }
}

/** The report of a scan that did not come to its end. @throws the error itself where it is not about this file. */
export function unfinished(file: OpenedFile, error: HorngateError): Report {
  const limit = error.code.startsWith('HG_LIMIT_');
  if (!limit && error.code !== 'HG_GUEST_DIED' && error.code !== 'HG_GUEST_PROTOCOL') throw error;
  const finding: Finding = {
    check: limit ? 'scan/limit' : 'scan/guest-died',
    severity: 'high',
    message: `The scan ended early: ${error.code}: ${error.message}`,
    where: {},
    references: [],
  };
  const unread: Unread = { path: file.path, why: error.code };
  return reportOf(file.path, file.digest, { format: 'unknown', findings: [finding], unread: [unread] });
}
