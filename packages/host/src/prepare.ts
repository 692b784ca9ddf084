import { judge, waive } from '@horngate/core/judge';
import { type Digest, HorngateError, type Report, type Verdict } from '@horngate/core/words';
import { type Artifact, openToStart } from './artifact.ts';
import { compile, requireAdmitted, sealParts } from './compile.ts';
import { requireTrusted } from './confirm/require-trusted.ts';
import type { HostOptions } from './options.ts';
import { scanInReader } from './scan.ts';
import type { SealedProgram } from './store/programs.ts';
import { today } from './today.ts';

/** A model that may start, and why it may. */
export interface Prepared {
  readonly sealed: SealedProgram;
  readonly report: Report;
  readonly verdict: Verdict;
  /** Whether a sealed Program was there already. */
  readonly warm: boolean;
}

/**
 * Takes a file all the way to a sealed Program: open, scan, judge, compile, check, seal; or finds the one that was sealed before, and judges its
 * report by today's policy.
 *
 * @param digest - what the file must be. @throws HG_ARTIFACT_DIGEST when it is another, and what the verbs throw.
 */
export async function prepare(path: string, options: HostOptions, digest?: Digest): Promise<Prepared> {
  const artifact = openAs(path, options, digest);
  try {
    return (await warmStart(artifact)) ?? (await coldStart(artifact));
  } finally {
    artifact.close();
  }
}

/** Opens the file that is meant, and no other. @throws HG_ARTIFACT_DIGEST */
export function openAs(path: string, options: HostOptions, digest?: Digest, open = openToStart): Artifact {
  const artifact = open(path, options);
  try {
    if (digest !== undefined && digest !== artifact.digest)
      throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot use "${path}" as it must be ${digest}: it is ${artifact.digest}`);
    return artifact;
  } catch (error) {
    artifact.close();
    throw error;
  }
}

/** The Program that was sealed before, its report judged by today's policy; undefined where there is none. */
export async function warmStart(artifact: Artifact): Promise<Prepared | undefined> {
  const sealed = artifact.programs.open(sealParts(artifact));
  if (sealed === undefined) return undefined;
  const report = waive({ ...sealed.report, path: artifact.path }, artifact.options.policy, today());
  const verdict = judge(report, artifact.options.policy);
  requireAdmitted(artifact, verdict, report);
  await requireTrusted(artifact, sealed.digest);
  return { sealed, report, verdict, warm: true };
}

async function coldStart(artifact: Artifact): Promise<Prepared> {
  artifact.keep();
  await requireTrusted(artifact);
  const report = await scanInReader(artifact);
  const verdict = judge(report, artifact.options.policy);
  return { sealed: await compile(artifact, verdict, report), report, verdict, warm: false };
}
