import type { Posture } from '@horngate/core/words';
import type { HostOptions } from '../options.ts';
import { findKeras, type KerasEnvironment } from './environment.ts';
import { startKeras } from './guest.ts';

/** A trial start: which environment there is, and what really confines it. @throws HG_UNAVAILABLE_KERAS_GUEST, HG_UNAVAILABLE_LEVEL, HG_GUEST_* */
export async function tryKeras(options: HostOptions): Promise<{ readonly environment: KerasEnvironment; readonly posture: Posture; readonly startMs: number }> {
  const environment = findKeras(options.home);
  const begun = performance.now();
  const guest = await startKeras(options, 0);
  try {
    return { environment, posture: await guest.confirmLock(), startMs: Math.round(performance.now() - begun) };
  } finally {
    guest.kill();
  }
}
