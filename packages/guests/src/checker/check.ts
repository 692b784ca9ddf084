import { checkProgram } from '@horngate/core/onnx';
import { HorngateError } from '@horngate/core/words';
import type { Answer } from '@horngate/sandbox/inside';
import { fileSource, windowedSource } from '../file-source.ts';
import { files, limits, record } from '../params.ts';

/**
 * The second check: a fresh reader guest is given only the files of a Program, and says whether they are what a compiler of ours may write.
 *
 * `{files, limits}` → `{program}`, every field of it read and checked.
 */
export function check(params: unknown): Answer {
  const data = record(params);
  const budget = limits(data);
  const given = new Map(files(data).map((file) => [file.path, file]));
  const manifest = given.get('program.json');
  if (manifest === undefined || manifest.bytes > budget.maxConfigBytes)
    throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot check the program without a "program.json" of bounded size');
  const program = checkProgram({
    manifest: fileSource(manifest.fd, manifest.bytes).read(0, manifest.bytes),
    graphs: new Map([...given.values()].filter(({ path }) => path.endsWith('.onnx')).map(({ path, fd, bytes }) => [path, windowedSource(fd, bytes)])),
    tables: new Map([...given.values()].filter(({ path }) => path.endsWith('.table')).map(({ path, fd, bytes }) => [path, windowedSource(fd, bytes)])),
    weightsBytes: given.get('weights.bin')?.bytes ?? 0,
    files: [...given.keys()],
  });
  return { result: { program } };
}
