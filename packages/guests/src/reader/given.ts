import type { NamedSource } from '@horngate/core/artifact';
import { type OpenedKeras, openKeras, openKerasFiles } from '@horngate/core/keras';
import { HorngateError } from '@horngate/core/words';
import { windowedSource } from '../file-source.ts';
import { files, limits } from '../params.ts';
import { digests, inflate } from '../ports.ts';

type Data = Readonly<Record<string, unknown>>;

/** The files of a call, read by offset: descriptors that the host opened, under paths that it gave them. */
export const sourcesOf = (data: Data): NamedSource[] => files(data).map(({ fd, path, bytes }) => ({ path, source: windowedSource(fd, bytes) }));

/** The model in the file, or files, of a call. */
export function openGiven(data: Data): OpenedKeras {
  const sources = sourcesOf(data);
  const [file] = sources;
  if (file === undefined) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot open a model without a file');
  return sources.length === 1 ? openKeras(file.source, { inflate, digests }, limits(data)) : openKerasFiles(sources, { inflate, digests }, limits(data));
}
