import { join } from 'node:path';
import { type CompileForm, compileKeras } from '@horngate/core/compile';
import { type Digest, HorngateError, isDigest } from '@horngate/core/words';
import type { Answer } from '@horngate/sandbox/inside';
import { limits, list, record, text } from '../params.ts';
import { openGiven } from './given.ts';
import { writer } from './writer.ts';

/**
 * `{files, limits, artifact, folder, form}` → `{files: [{name, bytes}]}`: the Program, written into the one folder that this guest may write.
 * The host calls it only after its judge has admitted the report.
 */
export function compile(params: unknown): Answer {
  const data = record(params);
  const budget = limits(data);
  const folder = text(data, 'folder');
  const keras = openGiven(data);
  const written = compileKeras(keras, { artifact: artifactOf(text(data, 'artifact')), limits: budget, ...formOf(record(data['form'])) }, (name) =>
    writer(join(folder, name)),
  );
  return { result: { files: written } };
}

function artifactOf(value: string): Digest {
  if (!isDigest(value)) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot compile without the digest of the artifact');
  return value;
}

/** Text is all that comes in here: a layer's name is looked for among the model's, and a precision is one of two. */
function formOf(data: Readonly<Record<string, unknown>>): CompileForm {
  const precision = data['precision'];
  const layers = list(data, 'layers').filter((name): name is string => typeof name === 'string');
  if (precision === 'float16' || precision === 'int8') return { precision, layers };
  if (precision === null) return { layers };
  throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot compile in an unknown precision');
}
