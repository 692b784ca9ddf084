export { lockForGood } from './lock.ts';
export { type Answer, type Handler, log, type ServeOptions, serveFrames } from './serve.ts';
