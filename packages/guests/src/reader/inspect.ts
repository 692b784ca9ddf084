import { inspectKeras, openKeras } from '@horngate/core/keras';
import { HorngateError } from '@horngate/core/words';
import type { Answer } from '@horngate/sandbox/inside';
import { windowedSource } from '../file-source.ts';
import { files, limits, record } from '../params.ts';
import { digests, inflate } from '../ports.ts';

/** `{files: [one], limits}` → what the model is, as `horngate inspect` prints it. */
export function inspect(params: unknown): Answer {
  const data = record(params);
  const [file] = files(data);
  if (file === undefined) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot inspect without a file');
  return { result: inspectKeras(openKeras(windowedSource(file.fd, file.bytes), { inflate, digests }, limits(data))) };
}
