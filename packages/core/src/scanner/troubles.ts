import type { HorngateError } from '../words/error.ts';
import type { Observation } from './define-check.ts';
import type { Trouble } from './subjects.ts';

/** Who has to act on what stopped the reading: a budget was passed, we do not read it yet, or the file contradicts itself. */
export function causeOf({ code }: HorngateError): 'limit' | 'gap' | 'structure' {
  if (code.startsWith('HG_LIMIT_')) return 'limit';
  return code.startsWith('HG_UNSUPPORTED_') || code === 'HG_ARTIFACT_FORMAT' ? 'gap' : 'structure';
}

/** An observation of what stopped the reading, at the place that the reader gave. */
export function observe({ error, member }: Trouble): Observation {
  const inner = member ?? error.where.member;
  return { where: { ...error.where, ...(inner !== undefined && { member: inner }) }, message: error.message };
}

export function* structureTroubles({ troubles }: { readonly troubles: readonly Trouble[] }): Generator<Observation> {
  for (const trouble of troubles) if (causeOf(trouble.error) === 'structure') yield observe(trouble);
}
