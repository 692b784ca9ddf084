import { rmSync } from 'node:fs';
import { judge } from '@horngate/core/judge';
import { type Digest, HorngateError } from '@horngate/core/words';
import { type Artifact, open } from './artifact.ts';
import { placeCopy } from './copied.ts';
import { startReader } from './guests.ts';
import { descriptorsOf, guestFiles, openFile } from './opened.ts';
import type { HostOptions } from './options.ts';
import { openAs } from './prepare.ts';
import { type RebuiltAnswer, readRebuilt, reportOf } from './reported.ts';
import { askForAnswer } from './scan.ts';

export interface Disarmed {
  /** Of the file that was given. */
  readonly subject: Digest;
  readonly format: string;
  readonly file: string;
  /** Of the new file. */
  readonly digest: Digest;
  readonly bytes: number;
  /** The version of Keras that the new file names. */
  readonly producer: string;
  /** What of the given file is not in the new one. */
  readonly dropped: readonly string[];
}

/**
 * The same model rebuilt from its allow-listed description and its weights alone, for people who go on to real Keras.
 *
 * One guest reads the file and writes the new one; another, fresh one sees only the new one and must find nothing in it. Then it gets its name.
 * The given file needs no verdict: nothing of it is run, and what is wrong with it is what this is for.
 *
 * @param out - ends in `.keras`; whole or not at all.
 * @throws HG_ARTIFACT_*, HG_UNSUPPORTED_* with the place of what cannot be kept; HG_REFUSED_FINDINGS where something is found in the new file; HG_CONFLICT,
 * HG_LIMIT_*, HG_GUEST_*, and what `open` throws.
 */
export async function disarm(path: string, out: string, options: HostOptions, digest?: Digest): Promise<Disarmed> {
  using artifact = openAs(path, options, digest, open);
  const work = artifact.programs.workFolder();
  try {
    options.onStep('rebuild');
    const { bytes, ...answer } = await rebuild(artifact, work);
    let made: Digest | undefined;
    await placeCopy(work, 'model.keras', out, async (partial) => {
      made = await requireSilent(partial, out, bytes, options);
    });
    return { subject: artifact.digest, file: out, bytes, digest: made as Digest, ...answer };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function rebuild({ file, options }: Artifact, folder: string): Promise<RebuiltAnswer> {
  const guest = await startReader(options, descriptorsOf(file), file.bytes, folder);
  try {
    const { limits } = options.policy;
    return readRebuilt((await guest.channel.call('disarm', { files: guestFiles(file), limits, folder }, [], { deadlineMs: limits.deadlineMs })).result);
  } finally {
    guest.kill();
    await guest.exited;
  }
}

/** Scans the new file in a guest that has seen nothing else. @returns its digest. @throws HG_REFUSED_FINDINGS */
async function requireSilent(partial: string, out: string, bytes: number, options: HostOptions): Promise<Digest> {
  options.onStep('scan');
  const opened = openFile(partial);
  try {
    if (opened.bytes !== bytes)
      throw new HorngateError('HG_GUEST_PROTOCOL', `Cannot believe the guest as the file must have ${bytes} bytes: it has ${opened.bytes}`);
    const guest = await startReader(options, [opened.fd], opened.bytes);
    try {
      const report = reportOf(out, opened.digest, await askForAnswer(guest, 3, { ...opened, path: out }, options));
      const found = report.findings.filter(({ severity }) => severity !== 'info');
      if (found.length === 0 && judge(report, options.policy).outcome === 'admit') return opened.digest;
      const what = [...found.map(({ check }) => check), ...report.unread.map(({ why }) => why)].slice(0, 5).join(', ');
      throw new HorngateError('HG_REFUSED_FINDINGS', `Cannot keep the new file as nothing may be found in it: ${what}`);
    } finally {
      guest.kill();
    }
  } finally {
    opened.close();
  }
}
