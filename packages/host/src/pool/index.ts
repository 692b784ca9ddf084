export { type PoolOptions, RunnerPool } from './pool.ts';
