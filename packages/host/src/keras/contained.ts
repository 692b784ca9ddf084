import { readSync } from 'node:fs';
import { isJudged } from '@horngate/core/judge';
import { HorngateError, type Signature, type Verdict } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import type { Artifact } from '../artifact.ts';
import { requireTrusted } from '../confirm/require-trusted.ts';
import { readSignature } from '../reported.ts';
import { Session } from '../session.ts';
import { startKeras, takeKeras } from './guest.ts';

/** Pieces in which a file goes to the guest: the host never holds more of it. */
const PART_BYTES = 16 * 2 ** 20;

/** Findings whose model needs `safe_mode=False`: real Keras would not build it otherwise. */
const NEEDS_UNSAFE = new Set(['keras/lambda-bytecode', 'keras/code-class']);

/**
 * Starts a contained model: real Keras loads it in a guest of its own, which has locked itself before the first byte and is never used for another model.
 *
 * @throws HG_UNAVAILABLE_KERAS_GUEST, HG_UNAVAILABLE_LEVEL below L2, HG_ARTIFACT_*, HG_UNSUPPORTED_*, HG_LIMIT_*, HG_GUEST_*
 */
export async function startContained(artifact: Artifact, verdict: Verdict): Promise<Session> {
  const { digest, file, options } = artifact;
  if (!isJudged(verdict) || verdict.subject !== digest || verdict.outcome !== 'contain')
    throw new HorngateError('HG_INTERNAL', 'Cannot start a contained model unless a judge of this process contains this artifact');
  if (file.parts !== undefined)
    throw new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot run the model in real Keras yet as it must be one file: it has ${file.parts.length}`);
  await requireTrusted(artifact, null);
  options.onStep('start');
  const guest = await (options.waiting === undefined ? startKeras(options, file.bytes) : takeKeras(options.waiting, options, file.bytes));
  try {
    const posture = await guest.confirmLock();
    await hand(guest, file);
    const { deadlineMs } = options.policy.limits;
    const safeMode = !verdict.reasons.some((reason) => NEEDS_UNSAFE.has(reason));
    const { result } = await guest.channel.call('load', { safeMode }, [], { deadlineMs });
    const signature: Signature = { ...readSignature(result), stages: [] };
    return new Session(guest, signature, posture, deadlineMs);
  } catch (error) {
    guest.kill();
    throw error;
  }
}

/** The host moves bytes, as when it copies them into a store; it reads none. */
async function hand(guest: Guest, { fd, bytes }: Artifact['file']): Promise<void> {
  for (let at = 0; at < bytes; ) {
    const data = new Uint8Array(Math.min(PART_BYTES, bytes - at));
    const count = readSync(fd, data, 0, data.byteLength, at);
    if (count === 0)
      throw new HorngateError('HG_ARTIFACT_DIGEST', 'Cannot hand over the file as it must stay as long as it was when it was hashed: it is shorter');
    await guest.channel.call('part', {}, [{ dtype: 'uint8', shape: [count], data: data.subarray(0, count) }]);
    at += count;
  }
}
