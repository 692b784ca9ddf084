import type { Cases } from '../line.testing.ts';

const SMT = '/sys/devices/system/cpu/smt/active';
const FOLDER = '/sys/devices/system/cpu/vulnerabilities';
const flags = (names: string): string => `processor\t: 0\nflags\t\t: fpu vme ${names} sse2\nbugs\t\t:\n`;
const state = (name: string, text: string, smt = '0\n') => ({ [`${FOLDER}/${name}`]: `${text}\n`, [SMT]: smt });

/** States are the kernel's own words, as its sources and machines write them. */
export const CPU: Readonly<Record<string, Cases>> = {
  'cpu/smt': {
    reports: [
      { name: 'two threads', files: { [SMT]: '1\n' }, says: [['medium', /two threads/]] },
      { name: 'a kernel that does not say', says: [], untold: SMT },
    ],
    silent: [{ name: 'one thread', files: { [SMT]: '0\n' } }],
  },
  'cpu/core-scheduling': {
    reports: [
      { name: 'a kernel without it', facts: { coreScheduling: 'absent' }, says: [['medium', /PR_SCHED_CORE/]] },
      { name: 'threads, and a kernel without it', files: { [SMT]: '1\n' }, facts: { coreScheduling: 'absent' }, says: [['medium', /two threads/]] },
      { name: 'one thread, as far as it is told', files: { [SMT]: '0\n' }, facts: { coreScheduling: 'absent' }, says: [['info', /one thread each/]] },
      { name: 'not tried', facts: { coreScheduling: 'not tried' }, says: [['info', /could not be tried/]] },
    ],
    silent: [
      { name: 'there', facts: { coreScheduling: 'there' } },
      { name: 'one thread a core', facts: { coreScheduling: 'one thread a core' } },
      { name: 'another system', facts: { coreScheduling: 'not tried', platform: 'darwin' } },
    ],
  },
  'cpu/vulnerabilities': {
    reports: [
      { name: 'no mitigation', files: state('spec_store_bypass', 'Vulnerable'), says: [['high', /^spec_store_bypass: Vulnerable$/]] },
      { name: 'half of one', files: state('spec_rstack_overflow', 'Vulnerable: Safe RET, no microcode'), says: [['high', /no microcode/]] },
      { name: 'an old kernel', files: state('itlb_multihit', 'Processor vulnerable'), says: [['high', /itlb_multihit/]] },
      { name: 'under KVM', files: state('itlb_multihit', 'KVM: Vulnerable'), says: [['medium', /KVM/]] },
      { name: 'threads of a core', files: state('mds', 'Mitigation: Clear CPU buffers; SMT vulnerable', '1\n'), says: [['medium', /SMT vulnerable/]] },
      { name: 'a part of a line', files: state('spectre_v2', 'Mitigation: Retpolines; STIBP: always-on; BHI: Vulnerable'), says: [['medium', /BHI/]] },
      { name: 'unknown', files: state('gather_data_sampling', 'Unknown: Dependent on hypervisor status'), says: [['medium', /Unknown/]] },
      { name: 'a host that is not seen', files: state('tsx_async_abort', 'Mitigation: Clear CPU buffers; SMT Host state unknown'), says: [['low', /unknown/]] },
      { name: 'no STIBP with threads', files: state('spectre_v2', 'Mitigation: Retpolines; STIBP: disabled; RSB filling', '1\n'), says: [['low', /STIBP/]] },
      {
        name: 'no STIBP in a virtual machine',
        files: { ...state('spectre_v2', 'Mitigation: Retpolines; STIBP: disabled'), '/proc/cpuinfo': flags('hypervisor') },
        says: [['low', /STIBP/]],
      },
      { name: 'a name of tomorrow', files: state('next_year', 'Vulnerable: no microcode'), says: [['high', /^next_year/]] },
      { name: 'no list', says: [], untold: FOLDER },
    ],
    silent: [
      'Not affected',
      'Mitigation: usercopy/swapgs barriers and __user pointer sanitization',
      'Mitigation: Retpolines; STIBP: disabled; RSB filling; PBRSB-eIBRS: Not affected; BHI: Not affected',
      'Mitigation: Clear CPU buffers; SMT disabled',
      'KVM: Mitigation: VMX disabled',
      'Mitigation: untrained return thunk; SMT enabled with STIBP protection',
    ].map((text) => ({ name: text, files: state('spectre_v2', text) })),
  },
  'cpu/hypervisor': {
    reports: [{ name: 'a virtual machine', files: { '/proc/cpuinfo': flags('hypervisor') }, says: [['info', /virtual machine/]] }],
    silent: [
      { name: 'a machine', files: { '/proc/cpuinfo': flags('vmx') } },
      { name: 'the word elsewhere', files: { '/proc/cpuinfo': 'model name\t: hypervisor edition\nflags\t\t: fpu\n' } },
    ],
  },
  'cpu/cache-partition': {
    reports: [
      { name: 'able and not used', files: { '/proc/cpuinfo': flags('cat_l3') }, says: [['low', /not mounted/]] },
      { name: 'not able', files: { '/proc/cpuinfo': flags('vmx') }, says: [['info', /no resctrl/]] },
    ],
    silent: [{ name: 'mounted', files: { '/proc/cpuinfo': flags('cat_l3'), '/sys/fs/resctrl/schemata': 'L3:0=fffff\n' } }],
  },
};
