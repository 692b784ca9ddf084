import { HorngateError } from '../words/error.ts';
import type { Lock, Pin, Revision } from './lock.ts';

/** The lock with a new pin. @throws HG_CONFLICT where the name pins something else: a pin moves by `movePin`, which keeps what it was. */
export function addPin(lock: Lock, name: string, pin: Pin): Lock {
  const there = own(lock, name);
  if (there !== undefined && !(there.path === pin.path && there.root === pin.root))
    throw new HorngateError(
      'HG_CONFLICT',
      `Cannot pin "${pin.path}" as "${name}" must be free, or pin the same: it pins "${there.path}" as ${there.root}, and "${pin.path}" is ${pin.root}`,
    );
  return there === undefined ? put(lock, name, pin) : lock;
}

/** The lock with a pin moved to what the model is now; what it was stays beside it, for `restorePin`. */
export function movePin(lock: Lock, name: string, pin: Pin): Lock {
  const there = own(lock, name);
  if (there?.root === pin.root && there.path === pin.path) return lock;
  return put(lock, name, { ...pin, previous: there === undefined || there.kind !== pin.kind ? null : revisionOf(there) });
}

/** The lock with a pin moved back, once. @throws HG_NOT_FOUND where there is nothing to come back to. */
export function restorePin(lock: Lock, name: string): Lock {
  const pin = own(lock, name);
  if (pin?.previous == null) throw new HorngateError('HG_NOT_FOUND', `Cannot move the pin "${name}" back as it must have been moved: it was not`);
  return put(lock, name, { ...pin, ...pin.previous, previous: revisionOf(pin) });
}

/** `__proto__` is a name like any other. */
const own = ({ models }: Lock, name: string): Pin | undefined => (Object.hasOwn(models, name) ? models[name] : undefined);

const put = ({ models }: Lock, name: string, pin: Pin): Lock => ({ version: 1, models: Object.fromEntries([...Object.entries(models), [name, pin]]) });

const revisionOf = ({ source, revision, root, files, signature }: Revision): Revision => ({ source, revision, root, files, signature });
