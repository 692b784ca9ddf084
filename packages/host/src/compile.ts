import { closeSync, fstatSync, rmSync } from 'node:fs';
import { COMPILER } from '@horngate/core/compile';
import { isJudged } from '@horngate/core/judge';
import { atLeast, HorngateError, type Program, type ProgramFile, type Report, type Verdict } from '@horngate/core/words';
import type { Artifact } from './artifact.ts';
import { requireTrusted } from './confirm/require-trusted.ts';
import { startChecker, startReader } from './guests.ts';
import { descriptorsOf, guestFiles } from './opened.ts';
import type { HostOptions } from './options.ts';
import { readFiles, readProgram, record } from './reported.ts';
import { bundleDigest, runtimeVersion, wasmVersion } from './staging/index.ts';
import { openOwn, type SealedProgram, type SealParts } from './store/programs.ts';

/** What the seal of an artifact's Program would be. */
export const sealParts = ({ digest, options }: Artifact): SealParts => ({
  artifact: digest,
  // The bundles too: a checkout changes what compiles, scans and checks without changing its version.
  compiler: [COMPILER, bundleDigest(options, 'reader'), bundleDigest(options, 'checker')].join(' '),
  runtime: options.level === 'L0' ? wasmVersion(options) : runtimeVersion(options),
  options: JSON.stringify(optionsOf(options)),
});

/** What of the options decides what is in a sealed Program and its report: another allow-list is another report. */
function optionsOf({ form, policy: { limits, scan } }: HostOptions): object {
  if (form === undefined && scan.allow.length === 0) return limits;
  return { limits, form, ...(scan.allow.length === 0 ? {} : { allow: scan.allow }) };
}

/** As the guest reads it: every field is there. */
const formOf = ({ form }: HostOptions) => ({ precision: form?.precision ?? null, layers: form?.layers ?? [] });

/**
 * Compiles an admitted artifact in the reader that scanned it, has the result checked by a second fresh guest, and seals it.
 *
 * @throws HG_REFUSED_FINDINGS, HG_REFUSED_CONTAIN, HG_UNAVAILABLE_KERAS_GUEST where the verdict does not admit; the codes of the compiler; HG_ARTIFACT_PROGRAM.
 */
export async function compile(artifact: Artifact, verdict: Verdict, report: Report): Promise<SealedProgram> {
  requireAdmitted(artifact, verdict, report);
  const sealed = artifact.programs.open(sealParts(artifact)) ?? (await compiled(artifact, verdict, report));
  await requireTrusted(artifact, sealed.digest);
  return sealed;
}

async function compiled(artifact: Artifact, verdict: Verdict, report: Report): Promise<SealedProgram> {
  if (!artifact.file.own) throw new HorngateError('HG_INTERNAL', 'Cannot compile a file that somebody else can write');
  const { guest, work } = await readerOf(artifact);
  const { file, options } = artifact;
  try {
    options.onStep('compile');
    const params = {
      files: guestFiles(file),
      limits: options.policy.limits,
      artifact: artifact.digest,
      folder: work,
      form: formOf(options),
    };
    const written = readFiles((await guest.channel.call('compile', params, [], { deadlineMs: options.policy.limits.deadlineMs })).result);
    // Nothing may change between the check and the seal.
    guest.kill();
    await guest.exited;
    options.onStep('check');
    const program = await check(artifact, work, written);
    if (program.artifact !== artifact.digest) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot seal the program as it must name its artifact');
    const names = written.map(({ name }) => name);
    const done = artifact.programs.seal(verdict, sealParts(artifact), work, names, program, report);
    artifact.artifacts.noteSealed(file.parts ?? [file]);
    return done;
  } finally {
    guest.kill();
    artifact.reader = undefined;
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param report - its first finding at the threshold gives the refusal its place.
 * @throws HG_REFUSED_FINDINGS, HG_REFUSED_CONTAIN, HG_UNAVAILABLE_KERAS_GUEST where the verdict does not admit.
 */
export function requireAdmitted({ options, digest }: Artifact, verdict: Verdict, { findings }: Report): void {
  const { outcome, reasons, subject } = verdict;
  if (!isJudged(verdict) || subject !== digest) throw new HorngateError('HG_INTERNAL', 'Cannot compile unless a judge of this process admits this artifact');
  if (outcome === 'admit') return;
  const where = findings.find(({ severity }) => atLeast(severity, options.policy.scan.failOn))?.where ?? {};
  const why = [...new Set(reasons)].join(', ');
  if (outcome === 'refuse') throw new HorngateError('HG_REFUSED_FINDINGS', `Cannot run the model as the policy refuses what was found: ${why}`, { where });
  if (options.policy.contain === 'refuse')
    throw new HorngateError('HG_REFUSED_CONTAIN', `Cannot run the model as it needs real Keras, which the policy does not allow: ${why}`, { where });
  throw new HorngateError('HG_UNAVAILABLE_KERAS_GUEST', 'Cannot run the model as it needs real Keras, and no guest with it is installed', { where });
}

/** The reader that waits, or a fresh one. */
async function readerOf(artifact: Artifact): Promise<{ guest: NonNullable<Artifact['reader']>['guest']; work: string }> {
  const { reader, file, options } = artifact;
  if (reader !== undefined) return reader;
  const work = artifact.programs.workFolder();
  return { guest: await startReader(options, descriptorsOf(file), file.bytes, work), work };
}

/** The second check: a fresh reader, given only the files of the Program. Sizes are measured here: what was announced may be less than what is there. */
async function check({ options }: Artifact, work: string, written: readonly ProgramFile[]): Promise<Program> {
  const fds: number[] = [];
  try {
    const files = written.map(({ name, bytes }, index) => {
      fds.push(openOwn(work, name));
      const status = fstatSync(fds[index] as number);
      if (!status.isFile() || status.size !== bytes)
        throw new HorngateError('HG_GUEST_PROTOCOL', `Cannot check "${name}" as it must be a file of ${bytes} bytes: it is not`);
      return { fd: 3 + index, path: name, bytes };
    });
    const guest = await startChecker(options, fds);
    try {
      const { result } = await guest.channel.call('check', { files, limits: options.policy.limits }, [], { deadlineMs: options.policy.limits.deadlineMs });
      return readProgram(record(result));
    } finally {
      guest.kill();
    }
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}
