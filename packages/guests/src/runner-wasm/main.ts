import { serveFrames } from '@horngate/sandbox/inside';
import { Engine } from '../runner/engine.ts';
import { wasm } from './wasm.ts';

/**
 * The runner of level L0, for hosts where nothing confines a process: ONNX Runtime in WebAssembly, one thread. `lock` locks nothing, and the host, which reads
 * from outside what confines a guest, never says that it did.
 */
const engine = new Engine(wasm(process.argv[2] ?? ''));

void serveFrames({
  load: (params) => engine.load(params),
  lock: () => ({ result: {} }),
  predict: (params, tensors) => engine.predict(params, tensors),
});
