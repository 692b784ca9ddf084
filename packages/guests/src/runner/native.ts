import './no-telemetry.ts';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '@horngate/core/words';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Runtime } from './engine.ts';
import { unfused } from './unfused.ts';

/** The native build, which maps weights from the Program's own file. */
export const native: Runtime = {
  Tensor,
  open: (folder, file, program, threads) =>
    unfused((graphOptimizationLevel) => InferenceSession.create(join(folder, file), { ...options(program, threads), graphOptimizationLevel })),
  read: (folder, file) => readFileSync(join(folder, file)),
};

/**
 * Above this, weights stay where they are mapped instead of being copied into kernels' own layouts: 45 ms instead of 2 s for 480 MiB, and pages shared. Below, the
 * copies pay: a BERT-like encoder with 70 MB of weights answers 11 % sooner with them.
 */
const PREPACK_BELOW = 256 * 2 ** 20;

function options(program: Program, threads: number): InferenceSession.SessionOptions {
  const large = (program.weights?.bytes ?? 0) >= PREPACK_BELOW;
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 4,
    // Spinning threads would take the processor from other tenants while nobody asks.
    extra: { session: { ...(large ? { disable_prepacking: '1' } : {}), intra_op: { allow_spinning: '0' } } },
  };
}
