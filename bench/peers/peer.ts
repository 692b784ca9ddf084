import type { Tensor } from '@horngate/core/tensor';

/** Something that predicts: the same ONNX file and threads for each, so that the difference is what stands around it. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  predict(inputs: readonly Tensor[]): Promise<readonly Tensor[]>;
  close(): void;
}
