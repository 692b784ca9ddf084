import { type Capability, detect } from './detect.ts';
import type { GuestLimits } from './layers/limits/limits.ts';
import { openFolder, stageGuest } from './stage.testing.ts';
import { type Guest, type StartOptions, startGuest } from './start.ts';

export const LIMITS: GuestLimits = { memoryBytes: 400 * 2 ** 20, cpuSeconds: 20, fileBytes: 2 ** 20, openFiles: 64, deadlineMs: 20_000 };

export const runDir = openFolder();
const stage = await stageGuest('./hostile.testing.ts');
export const hostileStage = stage;
export const capability: Capability = await detect(runDir);

/** Why a test at L2 cannot run here, by name; false: it can. */
export const noL2: string | false = capability.bubblewrap.works ? false : `L2 is not reached here: ${capability.bubblewrap.why}`;
export const isRoot = process.getuid?.() === 0;
export const needsRoot: string | false = isRoot ? false : 'needs a parent that is root';

/** What a probe says: that it ran, and either a value or an error. */
export interface Said {
  readonly ran: string;
  readonly value?: unknown;
  readonly error?: string;
}

export interface Hostile extends Guest {
  probe(name: string, argument?: string): Promise<Said>;
  lock(): Promise<void>;
}

/** The hostile guest under a profile; ended with the test. */
export async function hostile(t: { after(work: () => void): void }, options: Partial<StartOptions>): Promise<Hostile> {
  const guest = await startGuest({ profile: 'reader', level: 'L1', stage, limits: LIMITS, runDir, ...options });
  t.after(() => guest.kill());
  const probe = async (name: string, argument = ''): Promise<Said> => (await guest.channel.call('probe', { name, argument })).result as Said;
  const lock = async (): Promise<void> => {
    await guest.channel.call('lock');
    await guest.confirmLock();
  };
  return Object.assign(guest, { probe, lock });
}
