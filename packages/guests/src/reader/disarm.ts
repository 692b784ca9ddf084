import { join } from 'node:path';
import { disarm as rebuild } from '@horngate/core/disarm';
import type { Answer } from '@horngate/sandbox/inside';
import { limits, record, text } from '../params.ts';
import { digests, inflate } from '../ports.ts';
import { sourcesOf } from './given.ts';
import { writer } from './writer.ts';

/** `{files, limits, folder}` → `model.keras` in the folder: the same model by our own hand, and `{format, producer, bytes, dropped}`. */
export function disarm(params: unknown): Answer {
  const data = record(params);
  const sink = writer(join(text(data, 'folder'), 'model.keras'));
  try {
    return { result: rebuild(sourcesOf(data), { inflate, digests }, limits(data), sink.write) };
  } finally {
    sink.close();
  }
}
