import { defineLine } from '../define-line.ts';

/** The module option is NVreg_RestrictProfilingToAdminUsers; what the driver publishes is `RmProfilingAdminOnly`, older ones the option's own name. */
export const nvidiaCounters = defineLine({
  id: 'accelerator/nvidia-counters',
  severity: 'medium',
  about: "Who may read a GPU's counters",
  why: "Counters of a GPU tell one user the layers and sizes of another one's network while it runs.",
  fix: 'options nvidia NVreg_RestrictProfilingToAdminUsers=1',
  source: 'Naghibijouybari and others, "Rendered Insecure", CCS 2018',
  *read(host) {
    const path = '/proc/driver/nvidia/params';
    if (/^(RmProfilingAdminOnly|RestrictProfilingToAdminUsers):\s*0$/m.test(host.text(path) ?? ''))
      yield { path, message: 'Every user may read the counters of the GPU', references: ['CVE-2018-6260'] };
  },
});
