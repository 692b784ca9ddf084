import { kerasLockPolicy, lockPolicy } from '../layers/seccomp/policies.ts';
import { buildLock } from './launcher.ts';

/** The lock objects that a stage holds beside the guest's bundle; `inside/lock.ts` picks by whether Node runs with `--jitless`. */
export const lockObjects = (): Readonly<Record<'lock.so' | 'lock-jit.so', Uint8Array>> => ({
  'lock.so': buildLock(lockPolicy(true)),
  'lock-jit.so': buildLock(lockPolicy(false)),
});

/** The lock object of the Keras guest, beside its one file. */
export const kerasLockObject = (): Uint8Array => buildLock(kerasLockPolicy());
