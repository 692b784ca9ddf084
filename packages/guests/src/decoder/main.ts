import { readNpy, readNpz, sniff } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';
import { serveFrames } from '@horngate/sandbox/inside';
import { windowedSource } from '../file-source.ts';
import { files, limits, record } from '../params.ts';
import { digests, type GuestFile, inflate } from '../ports.ts';
import { readTensorsJson } from './json-tensors.ts';

/** `{files: [one], limits}` → `{names}` and the tensors in the same order; a file without names gives `arr_0`. */
function decode(params: unknown): { result: unknown; tensors: readonly Tensor[] } {
  const data = record(params);
  const [file] = files(data);
  if (file === undefined) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot decode without a file');
  const named = asInput(() => tensorsOf(file, limits(data)));
  return { result: { names: [...named.keys()] }, tensors: [...named.values()] };
}

/** The readers speak of artifacts; here the file is the caller's own input. */
function asInput<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HorngateError) || !error.code.startsWith('HG_ARTIFACT_')) throw error;
    throw new HorngateError('HG_INPUT_FORMAT', error.message, { where: error.where });
  }
}

function tensorsOf(file: GuestFile, budget: ReturnType<typeof limits>): ReadonlyMap<string, Tensor> {
  const source = windowedSource(file.fd, file.bytes);
  const { format } = sniff(source);
  if (format === 'npy') return new Map([['arr_0', readNpy(source, budget)]]);
  if (format === 'npz' || format === 'zip') return readNpz(source, budget, inflate, digests);
  if (format === 'json') return readTensorsJson(source.read(0, Math.min(source.size, budget.maxTensorBytes)), budget);
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${file.path}" as it must be .npz, .npy or .json: found ${format}`);
}

void serveFrames({ decode });
