import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { Runtime } from '../runner/engine.ts';
import { unfused } from '../runner/unfused.ts';

/**
 * The WebAssembly build: what a graph makes it do stays within the memory of one WebAssembly instance, unless V8 has a fault. It has no files, so that graph and
 * weights are handed over as bytes; and one thread, as more would need workers.
 *
 * @param binary - path of `ort-wasm-simd-threaded.wasm`.
 */
export function wasm(binary: string): Runtime {
  env.wasm.numThreads = 1;
  env.wasm.proxy = false;
  env.logLevel = 'fatal';
  env.wasm.wasmBinary = bytes(binary).buffer as ArrayBuffer;
  return {
    Tensor,
    read: (folder, file) => bytes(join(folder, file)),
    open: (folder, file, { weights }) =>
      unfused((graphOptimizationLevel) =>
        InferenceSession.create(bytes(join(folder, file)), {
          executionProviders: ['wasm'],
          graphOptimizationLevel,
          logSeverityLevel: 4,
          ...(weights === null ? {} : { externalData: [{ path: weights.file, data: bytes(join(folder, weights.file)) }] }),
        }),
      ),
  };
}

/** In memory of its own: a pooled Buffer's memory holds other bytes as well. */
const bytes = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(path));
