import type { Profile } from '@horngate/core/words';
import { ALLOW, errno, type Row } from './filter.ts';

/**
 * The system calls that each profile may make, as lists that only grow by a visible line.
 *
 * Error answers (errno) stand where Node or ONNX Runtime try something at start and go on without it; what is in no list kills.
 */
const allow = (names: string): Row[] => names.split(' ').map((call) => ({ call, answer: ALLOW }));
const refuse = (error: number, names: string): Row[] => names.split(' ').map((call) => ({ call, answer: errno(error) }));

// asm-generic/errno-base.h, errno.h
const EPERM = 1;
const EACCES = 13;
const EINVAL = 22;
const ENOTTY = 25;
const ENOSYS = 38;

// asm-generic/fcntl.h, mman.h
const O_ACCMODE = 0x3;
const O_CREAT = 0x40;
const O_TRUNC = 0x200;
const O_TMPFILE = 0x400000;
const PROT_EXEC = 4;
const MAP_SHARED = 1;
const MAP_GROWSDOWN = 0x100;
const MREMAP_FIXED = 2;

/** Addresses below are the launcher's: nobody may make memory there again, so that the one pointer which execve takes never points to other text. */
export const GUARD = 0x100000;

/** CLONE_VM|FS|FILES|SIGHAND|THREAD|SYSVSEM|SETTLS|PARENT_SETTID|CHILD_CLEARTID, exactly what glibc asks for a thread: any other clone is a process. */
const THREAD = 0x3d0f00;

/** Descriptors that are open, memory that is there, threads that run, and time. */
const COMPUTE =
  'read write readv writev futex epoll_pwait epoll_wait epoll_ctl poll ppoll recvmsg sendmsg shutdown close fstat madvise munmap brk membarrier clock_gettime clock_nanosleep nanosleep gettimeofday getrandom getrusage getpid gettid getcpu rt_sigprocmask rt_sigreturn sigaltstack sched_yield exit exit_group set_robust_list rseq restart_syscall';

/** What a dynamic loader, Node and V8 need besides to start. */
const BOOT =
  'newfstatat statx stat lstat access faccessat faccessat2 readlink readlinkat getcwd getdents64 lseek pread64 fadvise64 rt_sigaction sched_getaffinity set_tid_address arch_prctl uname sysinfo getuid geteuid getgid getegid getppid capget epoll_create1 eventfd2 pipe2 dup clock_getres times mincore mprotect';

/** What Python and TensorFlow need to start, and Node does not: descriptor 1 is moved away from what libraries print. */
const PYTHON = 'dup2';

/** Files of one's own: Landlock decides where (see `layers/landlock`). None is removed: what has no name any more would be counted by nobody. */
const WRITE = 'pwrite64 pwritev ftruncate fallocate fsync fdatasync';

const noSockets = refuse(EPERM, 'socket socketpair connect bind listen accept accept4 setsockopt getsockopt getsockname getpeername recvfrom sendto');
const noSignals = refuse(EPERM, 'kill tkill tgkill rt_sigqueueinfo pidfd_send_signal setpgid setsid alarm setitimer timer_create');
const noOwners = refuse(
  EPERM,
  'chmod fchmod fchmodat fchown fchownat umask utimensat sched_setscheduler sched_setaffinity sched_getparam sched_getscheduler mlock',
);
const noNewNames = refuse(EPERM, 'mkdir mkdirat rmdir link linkat symlink symlinkat unlink unlinkat rename renameat renameat2 truncate');
const notHere = refuse(
  ENOSYS,
  'io_uring_setup pkey_alloc pkey_mprotect memfd_create userfaultfd timerfd_create epoll_pwait2 mbind set_mempolicy get_mempolicy statfs fstatfs openat2 clone3',
);

/** Threads, no processes. */
const threads: Row[] = [{ call: 'clone', when: [{ arg: 0, has: THREAD, mask: 0xffffffff }], answer: ALLOW }, ...refuse(EPERM, 'clone fork vfork')];

/** F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC: no locks, leases, owners or pipe sizes. */
const fcntl: Row[] = [
  ...[0, 1, 2, 3, 4, 1030].map((command): Row => ({ call: 'fcntl', when: [{ arg: 1, int: command }], answer: ALLOW })),
  ...refuse(EPERM, 'fcntl'),
];

/** FIONBIO, FIOCLEX, FIONCLEX; a terminal is never there (TIOCSTI is CVE-2017-5226). */
const ioctl: Row[] = [
  ...[0x5421, 0x5451, 0x5450].map((request): Row => ({ call: 'ioctl', when: [{ arg: 1, int: request }], answer: ALLOW })),
  ...refuse(ENOTTY, 'ioctl'),
];

/** Limits can be read, by oneself, and not set. */
const ownLimits: Row[] = [
  {
    call: 'prlimit64',
    when: [
      { arg: 0, int: 0 },
      { arg: 2, is: 0 },
    ],
    answer: ALLOW,
  },
  ...refuse(EPERM, 'prlimit64'),
];

/** PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_CAPBSET_READ, PR_SET_VMA. */
const prctl: Row[] = [...[15, 16, 3, 23, 0x53564d41].map((option): Row => ({ call: 'prctl', when: [{ arg: 0, int: option }], answer: ALLOW }))];

/** PR_SET_DUMPABLE to 0, PR_SET_NO_NEW_PRIVS to 1, and the filter itself for all threads: what the lock object does. Not to be dumpable again, and no listener. */
export const lockable: Row[] = [
  ...(
    [
      [4, 0],
      [38, 1],
    ] as const
  ).map(
    ([option, value]): Row => ({
      call: 'prctl',
      when: [
        { arg: 0, int: option },
        { arg: 1, is: value },
      ],
      answer: ALLOW,
    }),
  ),
  {
    call: 'seccomp',
    when: [
      { arg: 0, int: 1 },
      { arg: 1, is: 1 },
    ],
    answer: ALLOW,
  },
];

const open = (flags: number): Row[] =>
  (['open', 'openat'] as const).map((call) => ({ call, when: [{ arg: call === 'open' ? 1 : 2, without: flags }], answer: ALLOW }));

/** Read only, whatever Landlock would allow. */
const readOnlyFiles: Row[] = [...open(O_ACCMODE | O_CREAT | O_TRUNC | O_TMPFILE), ...refuse(EACCES, 'open openat')];

/** O_TRUNC empties a file even when it is opened to read, which Landlock sees from ABI 3 on only: it must come with the right to write. */
const ownFiles: Row[] = [
  ...open(O_TRUNC | O_TMPFILE),
  {
    call: 'openat',
    when: [
      { arg: 2, has: 1, mask: O_ACCMODE },
      { arg: 2, without: O_TMPFILE },
    ],
    answer: ALLOW,
  },
  {
    call: 'openat',
    when: [
      { arg: 2, has: 2, mask: O_ACCMODE },
      { arg: 2, without: O_TMPFILE },
    ],
    answer: ALLOW,
  },
  ...refuse(EACCES, 'open openat'),
  ...allow(WRITE),
];

/** RLIMIT_DATA counts neither shared memory nor what grows downwards, which Linux takes for a stack (mm/internal.h, `is_data_mapping`): a guest could take all there is. */
const privateMemory: Row[] = [{ call: 'mmap', when: [{ arg: 3, any: MAP_SHARED | MAP_GROWSDOWN }], answer: errno(EPERM) }];

/** No page becomes executable. */
const noNewCode: Row[] = [
  { call: 'mmap', when: [{ arg: 2, any: PROT_EXEC }], answer: errno(EPERM) },
  { call: 'mprotect', when: [{ arg: 2, any: PROT_EXEC }], answer: errno(EACCES) },
];

/** Memory where the launcher was. An address of 0 means: anywhere. */
const guardedMemory: Row[] = [
  { call: 'mmap', when: [{ arg: 0, is: 0 }], answer: ALLOW },
  { call: 'mmap', when: [{ arg: 0, below: GUARD }], answer: errno(EPERM) },
  { call: 'mmap', answer: ALLOW },
  { call: 'mremap', when: [{ arg: 3, without: MREMAP_FIXED }], answer: ALLOW },
  { call: 'mremap', when: [{ arg: 4, below: GUARD }], answer: errno(EPERM) },
  { call: 'mremap', answer: ALLOW },
];

/** One execve: of the text that the launcher holds at this address, which is gone afterwards. */
const oneExecve = (pointer: number): Row[] => [{ call: 'execve', when: [{ arg: 0, is: pointer }], answer: ALLOW }];

/**
 * The first filter, from the launcher on: enough to start Node, load the bundle and ONNX Runtime, and read what was handed over.
 *
 * @param pointer - address of the path that the launcher executes.
 * @param writable - whether the guest has a folder to write in.
 */
export function startPolicy(profile: Profile, pointer: number, writable: boolean): readonly Row[] {
  return [
    ...oneExecve(pointer),
    ...allow(COMPUTE),
    ...allow(BOOT),
    ...(profile === 'keras' ? allow(PYTHON) : []),
    ...privateMemory,
    ...guardedMemory,
    ...(writable ? ownFiles : readOnlyFiles),
    ...threads,
    ...fcntl,
    ...ioctl,
    ...ownLimits,
    ...prctl,
    ...(profile === 'runner' || profile === 'runner-jit' || profile === 'keras' ? lockable : []),
    ...refuse(EINVAL, 'prctl'),
    ...noSockets,
    ...noSignals,
    ...noOwners,
    ...noNewNames,
    ...notHere,
  ];
}

/** The second filter, for the rest of a runner's life: it computes and talks on open descriptors, and that is all. */
export function lockPolicy(jitless: boolean): readonly Row[] {
  return [
    ...allow(COMPUTE),
    ...privateMemory,
    ...(jitless ? noNewCode : []),
    ...allow('mmap mprotect mremap'),
    ...refuse(
      EPERM,
      'open openat newfstatat statx stat lstat readlink access clone prctl ioctl fcntl sysinfo uname getcwd lseek pread64 sched_getaffinity rt_sigaction prlimit64 tgkill socket',
    ),
    ...refuse(ENOSYS, 'clone3'),
  ];
}

/** What Python tries while a model loads, and can do without: an import looks for files, TensorFlow for processors. A model's code gets the same answer. */
const PYTHON_TRIES =
  'open openat newfstatat statx stat lstat readlink readlinkat access faccessat faccessat2 getdents64 getcwd chdir dup dup2 pipe2 eventfd2 prctl ioctl fcntl lseek pread64 sched_getaffinity rt_sigaction prlimit64 kill tgkill socket socketpair connect bind sendto recvfrom fork vfork execve clone mkdir rmdir unlink unlinkat rename symlink chmod sched_getparam sched_getscheduler sched_setaffinity memfd_create mbind set_mempolicy get_mempolicy truncate ftruncate fallocate statfs getppid times';

/**
 * The second filter of the Keras guest, laid on before the first byte of a stranger's: no file, no socket, no process. It keeps threads, which TensorFlow makes
 * as it likes, and executable pages, which its compiler (XLA) makes: so there is no W^X here.
 */
export function kerasLockPolicy(): readonly Row[] {
  return [
    ...allow(COMPUTE),
    ...privateMemory,
    ...guardedMemory,
    ...allow('mprotect uname sysinfo getuid geteuid getgid getegid'),
    ...threads.filter(({ answer }) => answer === ALLOW),
    ...refuse(EPERM, PYTHON_TRIES),
    ...refuse(ENOSYS, 'clone3 pkey_alloc io_uring_setup'),
  ];
}
