import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { compileKeras } from '@horngate/core/compile';
import { openKeras } from '@horngate/core/keras';
import { type Digest, HorngateError, isDigest } from '@horngate/core/words';
import type { Answer } from '@horngate/sandbox/inside';
import { windowedSource } from '../file-source.ts';
import { files, limits, record, text } from '../params.ts';
import { digests, inflate } from '../ports.ts';

/**
 * `{files: [one], limits, artifact, folder}` → `{files: [{name, bytes}]}`: the Program, written into the one folder that this guest may write.
 * The host calls it only after its judge has admitted the report.
 */
export function compile(params: unknown): Answer {
  const data = record(params);
  const [file] = files(data);
  if (file === undefined) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot compile without a file');
  const budget = limits(data);
  const folder = text(data, 'folder');
  const keras = openKeras(windowedSource(file.fd, file.bytes), { inflate, digests }, budget);
  const written = compileKeras(keras, { artifact: artifactOf(text(data, 'artifact')), limits: budget }, (name) => writer(join(folder, name)));
  return { result: { files: written } };
}

function artifactOf(value: string): Digest {
  if (!isDigest(value)) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot compile without the digest of the artifact');
  return value;
}

/** Writes at any offset; gaps are zeros. */
function writer(path: string): { write(offset: number, bytes: Uint8Array): void; close(): void } {
  const fd = openSync(path, 'wx', 0o644);
  return {
    write: (offset, bytes) => {
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
    },
    close: () => closeSync(fd),
  };
}
