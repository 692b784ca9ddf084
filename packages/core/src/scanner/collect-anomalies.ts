import type { Hdf5Anomaly } from '../artifact/hdf5/hdf5.ts';
import type { Hdf5File } from '../artifact/hdf5/open-hdf5.ts';
import { walkHdf5 } from '../artifact/hdf5/walk-hdf5.ts';
import { HorngateError } from '../words/error.ts';

/** Anomalies of one file: the sender chooses how many there are, and the checks list 50 of each kind. */
const MAX_ANOMALIES = 10_000;

/** Walks a file and adds what is wrong with it to `anomalies`, which keeps what was found when a budget stops the walk. */
export function collectAnomalies(file: Hdf5File, anomalies: Hdf5Anomaly[]): void {
  for (const visit of walkHdf5(file)) {
    if (visit.kind !== 'anomaly') continue;
    if (anomalies.length === MAX_ANOMALIES) {
      const { offset } = visit.anomaly;
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot go on as the file must have at most ${MAX_ANOMALIES} faults: it has more`, { where: { offset } });
    }
    anomalies.push(visit.anomaly);
  }
}
