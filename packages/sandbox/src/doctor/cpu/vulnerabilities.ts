import type { Severity } from '@horngate/core/words';
import { defineLine, type Seen } from '../define-line.ts';

const FOLDER = '/sys/devices/system/cpu/vulnerabilities';

/** CVE records by the file's name; a file that is not here is read all the same. */
const RECORDS: Readonly<Record<string, string>> = {
  gather_data_sampling: 'CVE-2022-40982',
  ghostwrite: 'CVE-2024-44067',
  indirect_target_selection: 'CVE-2024-28956',
  itlb_multihit: 'CVE-2018-12207',
  l1tf: 'CVE-2018-3620 CVE-2018-3646',
  mds: 'CVE-2018-12126 CVE-2018-12127 CVE-2018-12130 CVE-2019-11091',
  meltdown: 'CVE-2017-5754',
  mmio_stale_data: 'CVE-2022-21123 CVE-2022-21125 CVE-2022-21166',
  reg_file_data_sampling: 'CVE-2023-28746',
  retbleed: 'CVE-2022-29900 CVE-2022-29901',
  spec_rstack_overflow: 'CVE-2023-20569',
  spec_store_bypass: 'CVE-2018-3639',
  spectre_v1: 'CVE-2017-5753',
  spectre_v2: 'CVE-2017-5715',
  srbds: 'CVE-2020-0543',
  tsa: 'CVE-2024-36350 CVE-2024-36357',
  tsx_async_abort: 'CVE-2019-11135',
  vmscape: 'CVE-2025-40300',
};

/** Every line of the kernel's own list: `Not affected`, `Mitigation: …; part: state; …`, `Vulnerable…`, `KVM: …`, `Unknown…`. */
export const vulnerabilities = defineLine({
  id: 'cpu/vulnerabilities',
  severity: 'high',
  about: "Every line of the kernel's list of processor vulnerabilities",
  why: "A guest that runs an attacker's code may read memory of other processes through the processor, past every system call filter.",
  fix: 'Update microcode and kernel, remove "mitigations=off" from the boot line, and give tenants who must not meet machines of their own.',
  source: 'Documentation/admin-guide/hw-vuln/index.rst of Linux',
  *read(host) {
    const names = host.names(FOLDER);
    if (names.length === 0) host.untold(FOLDER, 'the kernel keeps no list of processor vulnerabilities');
    const shared = host.text('/sys/devices/system/cpu/smt/active') !== '0' || / hypervisor\b/.test(host.text('/proc/cpuinfo') ?? '');
    for (const name of names) yield* seen(name, host.text(`${FOLDER}/${name}`), shared);
  },
});

function* seen(name: string, state: string | undefined, shared: boolean): Iterable<Seen> {
  const severity = state === undefined ? undefined : severityOf(state, shared);
  if (severity === undefined) return;
  const references = (RECORDS[name] ?? '').split(' ').filter((record) => record !== '');
  yield { path: `${FOLDER}/${name}`, message: `${name}: ${state}`, severity, ...(references.length === 0 ? {} : { references }) };
}

/** @param shared - whether a core may run a thread of somebody else's, which is what STIBP would be for. */
function severityOf(state: string, shared: boolean): Severity | undefined {
  if (/^(Vulnerable|Processor vulnerable)/.test(state)) return 'high';
  if (/^Unknown/.test(state)) return 'medium';
  if (/\bvulnerable\b/i.test(state)) return 'medium';
  return /SMT Host state unknown/.test(state) || (shared && /STIBP: disabled/.test(state)) ? 'low' : undefined;
}
