export { startContained } from './contained.ts';
export { findKeras, type KerasEnvironment } from './environment.ts';
export { WaitingKeras } from './guest.ts';
export { type InstallOptions, installKeras } from './install.ts';
export { registerKeras } from './register.ts';
export { tryKeras } from './try.ts';
