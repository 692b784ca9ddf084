import type { Tensor } from '@horngate/core/tensor';
import { startDecoder } from './guests.ts';
import { openFile } from './opened.ts';
import type { HostOptions } from './options.ts';
import { readNames } from './reported.ts';

/** The tensors in a `.npz`, `.npy` or `.json` file, read in a decoder guest. @throws HG_INPUT_FORMAT and the codes of the readers. */
export async function decode(path: string, options: HostOptions): Promise<Record<string, Tensor>> {
  options.onStep('decode');
  const file = openFile(path);
  try {
    const guest = await startDecoder(options, file.fd, file.bytes);
    try {
      const params = { files: [{ fd: 3, path, bytes: file.bytes }], limits: options.policy.limits };
      const { result, tensors } = await guest.channel.call('decode', params, [], {
        deadlineMs: options.policy.limits.deadlineMs,
        maxResultBytes: options.policy.limits.maxTensorBytes,
      });
      const names = readNames(result, tensors.length);
      return Object.fromEntries(names.map((name, index) => [name, tensors[index] as Tensor]));
    } finally {
      guest.kill();
    }
  } finally {
    file.close();
  }
}
