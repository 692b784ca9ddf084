export * from './envelope/index.ts';
export * from './hashing/index.ts';
export * from './model-signing/index.ts';
