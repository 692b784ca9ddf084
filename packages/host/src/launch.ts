import { judge } from '@horngate/core/judge';
import type { Digest, Report, Verdict } from '@horngate/core/words';
import { compile } from './compile.ts';
import { requireTrusted } from './confirm/require-trusted.ts';
import { startContained } from './keras/index.ts';
import type { HostOptions } from './options.ts';
import { openAs, warmStart } from './prepare.ts';
import { scanInReader } from './scan.ts';
import { type Session, start } from './session.ts';

/** A model that runs, and why it may. */
export interface Launched {
  readonly session: Session;
  readonly report: Report;
  readonly verdict: Verdict;
  /** The files that are the model, where it has several: which weights were taken for an architecture. */
  readonly files: readonly string[];
}

/**
 * Takes a file all the way to a running model by what the verdict says: admitted, it is compiled, sealed and started; contained, real Keras runs it in a guest.
 *
 * @param digest - what the file must be. @throws HG_ARTIFACT_DIGEST when it is another, and what the verbs throw.
 */
export async function launch(path: string, options: HostOptions, digest?: Digest): Promise<Launched> {
  const artifact = openAs(path, options, digest);
  const files = (artifact.file.parts ?? []).map((part) => part.path);
  try {
    const warm = await warmStart(artifact);
    if (warm !== undefined) return { session: await start(warm.sealed, options), report: warm.report, verdict: warm.verdict, files };
    artifact.keep();
    await requireTrusted(artifact);
    const report = await scanInReader(artifact);
    const verdict = judge(report, options.policy);
    if (verdict.outcome === 'contain') return { session: await startContained(artifact, verdict), report, verdict, files };
    return { session: await start(await compile(artifact, verdict, report), options), report, verdict, files };
  } finally {
    artifact.close();
  }
}
