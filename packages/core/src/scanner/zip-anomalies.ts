import { severityOf, type ZipAnomalyKind } from '../artifact/anomalies.ts';
import type { Observation } from './define-check.ts';
import type { ZipSubject } from './subjects.ts';

export { structureTroubles } from './troubles.ts';

/** What the ZIP reader saw of these kinds, as severe as its table says. */
export function* anomaliesOf({ anomalies }: ZipSubject, kinds: readonly ZipAnomalyKind[]): Generator<Observation> {
  for (const { kind, message, offset, member } of anomalies)
    if (kinds.includes(kind)) yield { where: { ...(member !== undefined && { member }), offset }, message, severity: severityOf(kind) };
}
