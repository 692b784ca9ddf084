import { defineLine } from '../define-line.ts';

/** -1 everything, 0 no raw tracepoints, 1 no events of a whole processor, 2 no kernel profiling; 3 and 4 are distributions' own. */
export const perfEvents = defineLine({
  id: 'kernel/perf-events',
  severity: 'medium',
  about: "Who may read the processor's counters",
  why: 'Counters of cache misses and branches are a microscope for what another tenant computes.',
  fix: 'sysctl kernel.perf_event_paranoid=2 (or 3 where the distribution has it)',
  source: 'Documentation/admin-guide/perf-security.rst of Linux',
  *read(host) {
    const path = '/proc/sys/kernel/perf_event_paranoid';
    const value = Number(host.text(path) ?? 2);
    if (value < 2)
      yield {
        path,
        severity: value < 1 ? 'high' : 'medium',
        message: `Every user may read counters of the ${value < 1 ? 'whole processor' : 'kernel'} (${value})`,
      };
  },
});
