import { defineCheck } from '../../define-check.ts';
import { anomaliesOf, structureTroubles } from '../../hdf5-anomalies.ts';

/** Everything else that an HDF5 file can do and h5py does not write. */
export const hdf5Structure = defineCheck<'hdf5'>({
  id: 'hdf5/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file contradicts the HDF5 specification; the HDF5 library has had memory errors on such files.',
  advice: 'Save the model again with Keras; do not open it with the HDF5 library outside a sandbox.',
  references: ['CWE-1286'],

  *check(subject) {
    yield* anomaliesOf(subject, ['hdf5/broken', 'hdf5/outside', 'hdf5/overlap', 'hdf5/trailing-data', 'hdf5/user-block', 'hdf5/several-links']);
    yield* structureTroubles(subject);
  },
});
