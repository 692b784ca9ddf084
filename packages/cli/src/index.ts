export { HorngateError } from '@horngate/core/words';
export { DEFAULT_RESTART, Quarantine, type RestartPolicy, RunnerPool, WaitingKeras } from '@horngate/host';
export { configure, type House } from './context.ts';
export { compile, decode, judge, LoadedModel, loadModel, type Options, open, scan, start } from './facade.ts';
