import { pool } from './base-pool.ts';

/** `keras.ops.average_pool`. */
export const averagePool = pool('AveragePool', 'AveragePool');
