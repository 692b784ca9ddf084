import { slice } from '../artifact/source.ts';
import type { ByteSource } from '../words/ports.ts';
import type { Scope } from './scope.ts';
import type { Inner } from './seen.ts';
import type { Sights } from './sights.ts';

/** What stands behind the end of something is reported, and looked at like a file of its own. @param end - undefined where it is not known. */
export function behind(source: ByteSource, end: number | undefined, scope: Scope, sights: Sights): Inner[] {
  if (end === undefined || end >= source.size) return [];
  sights.add('trailing-data', `${source.size - end} bytes stand behind the end`, { offset: end });
  return [scope.inside('trailing data', () => slice(source, end, source.size - end))];
}
