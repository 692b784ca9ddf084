import type { Case, Cases } from '../line.testing.ts';

const capability = (landlockAbi: number, works = true) =>
  ({ level: landlockAbi === 0 ? 'L0' : works ? 'L2' : 'L1', landlockAbi, bubblewrap: { path: '/usr/bin/bwrap', works, why: '' } }) as const;

const sysctl = (name: string, value: string) => ({ [`/proc/sys/${name}`]: `${value}\n` });
const set = (name: string, value: string): Case => ({ name: `${name} = ${value}`, files: sysctl(name, value) });
const otherSystem: Case = { name: 'another system', facts: { platform: 'darwin' } };

const ACTIONS = 'kill_process kill_thread trap errno user_notif trace log allow';
const KINDS = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'];
const namespaces = (changed: Readonly<Record<string, string>> = {}) => ({
  ...Object.fromEntries(KINDS.map((kind) => [`/proc/sys/user/max_${kind}_namespaces`, '63304\n'])),
  ...changed,
});

const V2 = '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n';
const V1 = '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n';
const group = (mounts: string, own: string, controllers?: string) => ({
  '/proc/self/mountinfo': mounts,
  '/proc/self/cgroup': own,
  ...(controllers === undefined ? {} : { '/sys/fs/cgroup/user.slice/app/cgroup.controllers': `${controllers}\n` }),
});

export const KERNEL: Readonly<Record<string, Cases>> = {
  'kernel/landlock': {
    reports: [
      {
        name: 'ABI 3',
        facts: { capability: capability(3) },
        says: [
          ['low', /ABI 4 \(TCP\): covered by the system call filter/],
          ['low', /ABI 5/],
          ['low', /ABI 6/],
        ],
      },
      { name: 'none', facts: { capability: capability(0) }, says: [['high', /does not work here: no guest/]] },
      {
        name: 'none, as it is not enabled',
        facts: { capability: capability(0) },
        files: { '/sys/kernel/security/lsm': 'lockdown,capability,yama\n' },
        says: [['high', /not among the active security modules/]],
      },
    ],
    silent: [{ name: 'ABI 7' }, { name: 'not tried', facts: { capability: null } }],
  },
  'kernel/seccomp': {
    reports: [
      { name: 'an old kernel', files: sysctl('kernel/seccomp/actions_avail', 'kill trap errno trace allow'), says: [['high', /lack kill_process/]] },
      { name: 'none', says: [['high', /lack kill_process, errno, allow/]] },
    ],
    silent: [{ name: 'all of them', files: sysctl('kernel/seccomp/actions_avail', ACTIONS) }, otherSystem],
  },
  'kernel/namespaces': {
    reports: [
      { name: 'no user namespaces', files: namespaces(sysctl('user/max_user_namespaces', '0')), says: [['medium', /No user namespace/]] },
      { name: 'root only', files: namespaces(sysctl('kernel/unprivileged_userns_clone', '0')), says: [['medium', /Only root/]] },
      { name: 'a kernel without them', says: KINDS.map((kind) => ['medium', new RegExp(`no ${kind} namespaces`)] as const) },
    ],
    silent: [
      { name: 'all of them', files: namespaces() },
      { name: 'allowed', files: namespaces(sysctl('kernel/unprivileged_userns_clone', '1')) },
      { name: 'no limits to read', files: Object.fromEntries(KINDS.map((kind) => [`/proc/self/ns/${kind}`, ''])) },
      otherSystem,
    ],
  },
  'kernel/apparmor-userns': {
    reports: [
      {
        name: 'restricted, and bubblewrap does not start',
        files: sysctl('kernel/apparmor_restrict_unprivileged_userns', '1'),
        facts: { capability: capability(7, false) },
        says: [['medium', /AppArmor/]],
      },
    ],
    silent: [
      { name: 'restricted, and bubblewrap has its profile', files: sysctl('kernel/apparmor_restrict_unprivileged_userns', '1') },
      { ...set('kernel/apparmor_restrict_unprivileged_userns', '0'), facts: { capability: capability(7, false) } },
      { name: 'no such switch', facts: { capability: capability(7, false) } },
    ],
  },
  'kernel/security-modules': {
    reports: [
      { name: 'none that is mandatory', files: { '/sys/kernel/security/lsm': 'capability,landlock,yama\n' }, says: [['info', /capability,landlock,yama/]] },
      { name: 'not mounted', says: [], untold: '/sys/kernel/security/lsm' },
    ],
    silent: ['lockdown,capability,landlock,yama,apparmor', 'capability,selinux,bpf'].map((list) => ({
      name: list,
      files: { '/sys/kernel/security/lsm': `${list}\n` },
    })),
  },
  'kernel/cgroup-delegation': {
    reports: [
      { name: 'version 1', files: group(V1, '8:pids:/\n7:memory:/user\n'), says: [['low', /version 1/]] },
      { name: 'hybrid', files: group(V1, '8:pids:/\n0::/user.slice/app\n'), says: [['low', /version 1/]] },
      { name: 'two controllers', files: group(V2, '0::/user.slice/app\n', 'memory pids'), says: [['low', /not given: cpu, io/]] },
      { name: 'nothing given', files: group(V2, '0::/user.slice/app\n'), says: [['low', /cpu, io, memory, pids/]] },
    ],
    silent: [{ name: 'all of them', files: group(V2, '0::/user.slice/app\n', 'cpuset cpu io memory hugetlb pids') }, otherSystem],
  },
  'kernel/core-pattern': {
    reports: [
      {
        name: 'systemd',
        files: sysctl('kernel/core_pattern', '|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h'),
        says: [['low', /handed to "\/usr\/lib\/systemd\/systemd-coredump"/]],
      },
      { name: 'apport', files: sysctl('kernel/core_pattern', '|/usr/share/apport/apport -p%p'), says: [['low', /apport/]] },
      { name: 'a socket', files: sysctl('kernel/core_pattern', '@@/run/coredump.socket'), says: [['medium', /the socket "\/run\/coredump.socket"/]] },
    ],
    silent: [set('kernel/core_pattern', 'core'), set('kernel/core_pattern', '/var/crash/core.%p'), set('kernel/core_pattern', '')],
  },
  'kernel/ptrace-scope': {
    reports: [
      { ...set('kernel/yama/ptrace_scope', '0'), says: [['low', /Every process/]] },
      { name: 'no Yama', says: [['low', /Yama is not active/]] },
    ],
    silent: [set('kernel/yama/ptrace_scope', '1'), set('kernel/yama/ptrace_scope', '3'), otherSystem],
  },
  'kernel/io-uring': {
    reports: [
      { ...set('kernel/io_uring_disabled', '0'), says: [['low', /io_uring/]] },
      { name: 'no switch', says: [], untold: '/proc/sys/kernel/io_uring_disabled' },
    ],
    silent: [set('kernel/io_uring_disabled', '1'), set('kernel/io_uring_disabled', '2'), otherSystem],
  },
  'kernel/perf-events': {
    reports: [
      { ...set('kernel/perf_event_paranoid', '1'), says: [['medium', /of the kernel \(1\)/]] },
      { ...set('kernel/perf_event_paranoid', '-1'), says: [['high', /whole processor \(-1\)/]] },
      { ...set('kernel/perf_event_paranoid', '0'), says: [['high', /whole processor/]] },
    ],
    silent: [set('kernel/perf_event_paranoid', '2'), set('kernel/perf_event_paranoid', '4'), { name: 'a kernel without counters' }],
  },
  'kernel/unprivileged-bpf': {
    reports: [{ ...set('kernel/unprivileged_bpf_disabled', '0'), says: [['medium', /BPF/]] }],
    silent: [set('kernel/unprivileged_bpf_disabled', '1'), set('kernel/unprivileged_bpf_disabled', '2'), { name: 'a kernel without BPF' }],
  },
};
