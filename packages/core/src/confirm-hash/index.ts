export * from './compare-files.ts';
export * from './lock.ts';
export * from './move-pin.ts';
export * from './published.ts';
export { type DigestOfText, readLock, rootOf } from './read-lock.ts';
export * from './root.ts';
export * from './write-lock.ts';
