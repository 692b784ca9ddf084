import { readArrayHeader } from '../../artifact/npy/array-header.ts';
import { slice } from '../../artifact/source.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import type { PicklePolicy } from '../pickle/policy.ts';
import { policyWith, scanPickles } from '../pickle/scan-pickles.ts';
import { CHECKS } from '../rules/index.ts';
import { type Inner, NOTHING, together } from '../seen.ts';
import { Sights } from '../sights.ts';
import type { FormatScanner } from './format.ts';

/** An array of NumPy: numbers, or Python objects, which are a pickle behind the header. */
export const npy: FormatScanner = {
  format: 'npy',
  proof: 'magic',
  accepts: ({ sniffed }) => [sniffed.format, ...sniffed.also].includes('npy'),
  scan(source, { ports }) {
    const parts = new Parts();
    const sights = new Sights();
    const inner = parts.attempt(undefined, () => scanArray(source, sights, policyWith(ports.allow))) ?? NOTHING;
    const own = { findings: runChecks(CHECKS.npy, { sights: sights.list, troubles: parts.troubles }), troubles: parts.troubles };
    return { format: 'npy', ...together([own, inner]) };
  },
};

function scanArray(source: ByteSource, sights: Sights, policy: PicklePolicy): Inner {
  const { offset, bytes } = readArrayHeader(source);
  if (bytes === undefined) return shifted(scanPickles(slice(source, offset, source.size - offset), { policy }), offset);
  const left = source.size - offset - bytes;
  if (!(left >= 0)) throw new HorngateError('HG_ARTIFACT_NPY', `Cannot read the array as it must have ${bytes} bytes: it has ${source.size - offset}`);
  if (left > 0) sights.add('trailing-data', `${left} bytes stand behind the array`, { offset: offset + bytes });
  return NOTHING;
}

/** Places count from the start of the file. */
function shifted({ findings, troubles }: Inner, by: number): Inner {
  return { findings: findings.map((one) => ({ ...one, where: { ...one.where, offset: (one.where.offset ?? 0) + by } })), troubles };
}
