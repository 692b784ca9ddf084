import type { Tensor } from '@horngate/core/tensor';
import { openInput } from './media/open-input.ts';
import type { HostOptions } from './options.ts';

/**
 * The tensors in a `.npz`, `.npy` or `.json` file, read in a decoder guest. An image is uint8 [1, height, width, 3], a sound float32 [1, frames, channels].
 *
 * @throws HG_INPUT_FORMAT and the codes of the readers.
 */
export async function decode(path: string, options: HostOptions): Promise<Readonly<Record<string, Tensor>>> {
  const input = await openInput(path, options);
  try {
    return (await input.feed()).tensors;
  } finally {
    input.close();
  }
}
