import { type Format, sniff } from '../artifact/index.ts';
import { HorngateError } from '../words/error.ts';
import type { Limits } from '../words/limits.ts';
import type { ByteSource } from '../words/ports.ts';
import { openKerasH5 } from './open/keras-h5.ts';
import { openKerasV3 } from './open/keras-v3.ts';
import type { OpenedKeras, ReadPorts } from './open/opened.ts';

export { openKerasFiles } from './open/files.ts';
export type { OpenedKeras, ReadPorts } from './open/opened.ts';

type Opener = (source: ByteSource, ports: ReadPorts, limits: Limits) => OpenedKeras;

/** Formats of one file that hold a model of Keras. One more is a file in `open/` and a line here. */
const OPENERS: ReadonlyMap<Format, Opener> = new Map<Format, Opener>([
  ['hdf5', openKerasH5],
  ['keras-v3', openKerasV3],
]);

/**
 * Opens a model of Keras by what its bytes are, never by its name.
 *
 * @throws HG_ARTIFACT_*, HG_LIMIT_*, HG_UNSUPPORTED_FORMAT
 */
export function openKeras(source: ByteSource, ports: ReadPorts, limits: Limits): OpenedKeras {
  const { format } = sniff(source);
  const opener = OPENERS.get(format);
  if (opener !== undefined) return opener(source, ports, limits);
  throw new HorngateError(
    format === 'unknown' ? 'HG_ARTIFACT_FORMAT' : 'HG_UNSUPPORTED_FORMAT',
    `Cannot open the file as a Keras model: its format is ${format}`,
  );
}
