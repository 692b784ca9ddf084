import { scanHdf5 } from '../scan-hdf5.ts';
import type { FormatScanner } from './format.ts';

export const hdf5: FormatScanner = {
  format: 'hdf5',
  proof: 'magic',
  accepts: ({ sniffed }) => [sniffed.format, ...sniffed.also].includes('hdf5'),
  scan: (source, scope) => scanHdf5(source, scope.ports, scope.limits, scope),
};
