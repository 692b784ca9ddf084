import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../hdf5-anomalies.ts';

/** Filter pipeline: gzip, shuffle and fletcher32 are built in, every other number names a plug-in. */
export const hdf5Filter = defineCheck<'hdf5'>({
  id: 'hdf5/filter',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'high',
  about: 'A weight needs a filter which the HDF5 library would load as a plug-in.',
  advice: 'Save the model again with gzip or without compression.',
  references: ['CWE-829'],

  check: (subject) => anomaliesOf(subject, ['hdf5/filter']),
});
