import { pool } from './base-pool.ts';

/** `keras.ops.max_pool`. */
export const maxPool = pool('MaxPool', 'MaxPool');
