import { scan as scanSource } from '@horngate/core/scanner';
import type { Answer } from '@horngate/sandbox/inside';
import { windowedSource } from '../file-source.ts';
import { files, limits, record } from '../params.ts';
import { digests, inflate } from '../ports.ts';

/** `{files, limits}` → `{reports: [{format, findings, unread}]}`, one for each file in order. */
export function scan(params: unknown): Answer {
  const data = record(params);
  const budget = limits(data);
  const reports = files(data).map(({ fd, path, bytes }) => scanSource(windowedSource(fd, bytes), path, { inflate, digests }, budget));
  return { result: { reports } };
}
