export { HorngateError } from '@horngate/core/words';
export { configure, type House } from './context.ts';
export { compile, decode, judge, LoadedModel, loadModel, type Options, open, scan, start } from './facade.ts';
