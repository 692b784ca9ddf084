import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { checkProcessors, readProcessors } from './processors.ts';

/** What a guest shares of the processor, as its policy wants it. */
export interface Hardware {
  /** The only processors that it may run on. */
  readonly cpus?: readonly number[];
  /** No thread of another process runs beside its own on one core. */
  readonly coreScheduling?: boolean;
}

/** What the launcher is to do about it. */
export interface HardwarePlan {
  readonly cpus?: readonly number[];
  readonly coreScheduling?: true;
}

/**
 * The plan of a launcher. A core with one thread needs no core scheduling, and the kernel refuses it there (ENODEV); where two threads run, it must succeed.
 *
 * @throws HG_GUEST_START when a processor that is asked for is not to be had.
 */
export function hardwarePlan({ cpus, coreScheduling = false }: Hardware, root = '/'): HardwarePlan {
  return {
    ...(cpus === undefined ? {} : { cpus: checkProcessors(cpus) }),
    ...(coreScheduling && sharesCores(root) ? { coreScheduling: true } : {}),
  };
}

/** Whether two threads may run on one core. Where the kernel does not say, they may. */
export function sharesCores(root = '/'): boolean {
  const path = join(root, 'sys/devices/system/cpu/smt/active');
  return !existsSync(path) || readFileSync(path, 'latin1').trim() !== '0';
}

/** Compares what the kernel allows the guest with what was asked for. @throws HG_GUEST_START */
export function confirmProcessors(asked: readonly number[] | undefined, found: string | undefined): void {
  if (asked === undefined) return;
  const list = [...new Set(asked)].sort((a, b) => a - b).join();
  if (readProcessors(found ?? '').join() === list) return;
  throw new HorngateError('HG_GUEST_START', `Cannot start a guest as "sandbox/affinity" must hold: it may run on processors "${found}", wanted "${list}"`);
}
