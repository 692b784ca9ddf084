export { findLock, LOCK_NAME, lockThatVouches } from './find-lock.ts';
export { type KnownFile, knownFile } from './known-file.ts';
export { pathInLock, placeOfPin, readLockFile, readLockOrNone, writeLockFile } from './lock-file.ts';
export { pinModel } from './pin-model.ts';
export { requirePinned } from './require-pinned.ts';
export { requireTrusted } from './require-trusted.ts';
export { type UnpinnedFile, type Verified, type VerifiedPin, verifyPins } from './verify-pins.ts';
