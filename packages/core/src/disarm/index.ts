export * from './disarm.ts';
