import { type Hdf5AnomalyKind, severityOf } from '../artifact/anomalies.ts';
import type { Observation } from './define-check.ts';
import type { Hdf5Subject } from './subjects.ts';

export { structureTroubles } from './troubles.ts';

/** What the HDF5 reader saw of these kinds, as severe as its table says; the pointer is the path inside the file. */
export function* anomaliesOf({ anomalies, member }: Hdf5Subject, kinds: readonly Hdf5AnomalyKind[]): Generator<Observation> {
  for (const { kind, message, offset, path } of anomalies)
    if (kinds.includes(kind)) yield { where: { ...(member !== undefined && { member }), pointer: path, offset }, message, severity: severityOf(kind) };
}
