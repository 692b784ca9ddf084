export * from './algorithm.ts';
export * from './hash-files.ts';
