import { isWholeKind, type ScanResult, scan as scanSource, scanTogether, scanWhole } from '@horngate/core/scanner';
import { HorngateError } from '@horngate/core/words';
import type { Answer } from '@horngate/sandbox/inside';
import { windowedSource } from '../file-source.ts';
import { allowed, files, limits, list, record, text } from '../params.ts';
import { digests, inflate } from '../ports.ts';
import { unpack } from '../unpack.ts';
import { sourcesOf } from './given.ts';

/**
 * `{files, limits, path, allow?, whole?: {kind, names}}` → `{reports: [{format, findings, unread}]}`: one report, be it of one file, of those that are one model together, or of what the
 * descriptions of a folder say of its other files.
 */
export function scan(params: unknown): Answer {
  const data = record(params);
  const budget = limits(data);
  const [file, ...others] = files(data);
  const ports = { inflate, digests, unpack, allow: allowed(data) };
  if (data['whole'] !== undefined) return { result: { reports: [whole(data, record(data['whole']))] } };
  if (file !== undefined && others.length > 0) return { result: { reports: [scanTogether(sourcesOf(data), text(data, 'path'), ports, budget)] } };
  return { result: { reports: file === undefined ? [] : [scanSource(windowedSource(file.fd, file.bytes), file.path, ports, budget)] } };
}

function whole(data: Readonly<Record<string, unknown>>, told: Readonly<Record<string, unknown>>): ScanResult {
  const kind = text(told, 'kind');
  const names = list(told, 'names').filter((name): name is string => typeof name === 'string');
  if (!isWholeKind(kind)) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot look at a whole of an unknown kind');
  return scanWhole(kind, sourcesOf(data), names, text(data, 'path'), { inflate, digests }, limits(data));
}
