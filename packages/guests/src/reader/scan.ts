import { scan as scanSource, scanTogether } from '@horngate/core/scanner';
import type { Answer } from '@horngate/sandbox/inside';
import { windowedSource } from '../file-source.ts';
import { allowed, files, limits, record, text } from '../params.ts';
import { digests, inflate } from '../ports.ts';
import { unpack } from '../unpack.ts';
import { sourcesOf } from './given.ts';

/** `{files, limits, path, allow?}` → `{reports: [{format, findings, unread}]}`: one report, be it of one file or of those that are one model together. */
export function scan(params: unknown): Answer {
  const data = record(params);
  const budget = limits(data);
  const [file, ...others] = files(data);
  const ports = { inflate, digests, unpack, allow: allowed(data) };
  if (file !== undefined && others.length > 0) return { result: { reports: [scanTogether(sourcesOf(data), text(data, 'path'), ports, budget)] } };
  return { result: { reports: file === undefined ? [] : [scanSource(windowedSource(file.fd, file.bytes), file.path, ports, budget)] } };
}
