import { createRequire } from 'node:module';
import type { Tensor } from '@horngate/core/tensor';
import type { HostOptions, SealedProgram } from '@horngate/host';
import { Engine } from '../../packages/guests/src/runner/engine.ts';
import { native } from '../../packages/guests/src/runner/native.ts';
import type { Peer } from './peer.ts';

/** onnxruntime-node in this very process, without walls, on the sealed ONNX file with the options that the runner uses. */
export async function inProcess(sealed: SealedProgram, options: HostOptions): Promise<Peer> {
  const engine = new Engine(native);
  await engine.load({ folder: sealed.folder, program: sealed.program, threads: options.threads });
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return {
    name: 'onnxruntime-node in process',
    version,
    predict: async (inputs: readonly Tensor[]) => (await engine.predict({ signature: 'predict' }, inputs)).tensors ?? [],
    close: () => undefined,
  };
}
