export * from './estimate.ts';
export * from './optimise.ts';
export * from './verify.ts';
