export { configure, type House } from './context.ts';
