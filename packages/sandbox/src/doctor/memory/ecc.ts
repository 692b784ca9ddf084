import { defineLine } from '../define-line.ts';

/** EDAC: one folder for each memory controller whose errors are corrected and counted. */
export const ecc = defineLine({
  id: 'memory/ecc',
  severity: 'info',
  about: 'Memory that corrects its errors',
  why: 'Rows of memory that are read very often flip bits in their neighbours (Rowhammer); correction makes that harder and lets it be counted.',
  fix: 'Use memory with ECC, load the EDAC driver, and watch ce_count and ue_count.',
  source: 'Documentation/driver-api/edac.rst of Linux',
  *read(host) {
    const path = '/sys/devices/system/edac/mc';
    const controllers = host.names(path).filter((name) => /^mc\d+$/.test(name));
    if (controllers.length === 0) yield { path, message: 'No memory controller reports corrected errors: ECC is absent, or not seen from here' };
    for (const name of controllers) {
      const lost = host.text(`${path}/${name}/ue_count`);
      if (lost !== undefined && lost !== '0')
        yield { path: `${path}/${name}/ue_count`, severity: 'high', message: `${lost} errors of memory could not be corrected` };
    }
  },
});
