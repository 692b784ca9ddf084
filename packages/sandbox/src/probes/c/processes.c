/* Processes, threads, programs, and what one process can do to another. */
#include "probe.h"
#include <linux/sched.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>

/* Anything that was born ends at once: that it was born is the escape. */
static long born(long pid) {
  if (pid == 0) syscall(SYS_exit_group, 0);
  return pid;
}

static long fork_(victim v) { (void)v; return born(CALL(SYS_fork)); }
static long clone_process(victim v) { (void)v; return born(CALL(SYS_clone, SIGCHLD, 0L, 0L, 0L, 0L)); }
static long clone_new_user(victim v) { (void)v; return born(CALL(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0L, 0L, 0L, 0L)); }
static long clone_new_way(victim v) {
  (void)v;
  struct clone_args args = {.exit_signal = SIGCHLD};
  return born(CALL(SYS_clone3, &args, sizeof args));
}
static char stack[65536] __attribute__((aligned(16)));
static int end_thread(void *nothing) { (void)nothing; syscall(SYS_exit, 0); return 0; }
/* Before the lock threads are made; by raw flags that glibc would not ask for they are not. */
static long clone_untraced(victim v) {
  (void)v;
  long pid = clone(end_thread, stack + sizeof stack, CLONE_VM | CLONE_UNTRACED | SIGCHLD, 0);
  return pid < 0 ? -(long)errno : pid;
}
static long clone_thread(victim v) {
  (void)v;
  static int slot;
  int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
  long pid = clone(end_thread, stack + sizeof stack, flags, 0, &slot, 0, &slot);
  return pid < 0 ? -(long)errno : pid;
}

static char shell[] = "/bin/sh";
static char *const arguments[] = {shell, "-c", "exit 77", 0};
static char *const nothing[] = {0};
PROBE(execute_shell, CALL(SYS_execve, shell, arguments, nothing))
PROBE(execute_by_descriptor, CALL(SYS_execveat, AT_FDCWD, shell, arguments, nothing, 0))
/* The very program that the launcher may execute, by another pointer. */
static long execute_own_program(victim v) {
  (void)v;
  char path[512] = {0};
  if (syscall(SYS_readlink, "/proc/self/exe", path, sizeof path - 1) < 0) strcpy(path, "/proc/self/exe");
  return CALL(SYS_execve, path, arguments, nothing);
}
/* The launcher's page is gone: the pointer that is allowed points nowhere. */
PROBE(execute_old_pointer, CALL(SYS_execve, (char *)0x40000, arguments, nothing))
static long execute_from_memory(victim v) {
  (void)v;
  long fd = CALL(SYS_memfd_create, "x", 0);
  if (fd < 0) return fd;
  static const char script[] = "#!/bin/sh\nexit 77\n";
  if (write((int)fd, script, sizeof script - 1) < 0) return -(long)errno;
  return CALL(SYS_execveat, fd, "", arguments, nothing, 0x1000);
}

PROBE(new_user_namespace, CALL(SYS_unshare, CLONE_NEWUSER))
PROBE(new_network, CALL(SYS_unshare, CLONE_NEWNET))
PROBE(new_mounts, CALL(SYS_unshare, CLONE_NEWNS))
PROBE(join_namespace, CALL(SYS_setns, 0, 0))
PROBE(be_traced, CALL(SYS_ptrace, PTRACE_TRACEME, 0L, 0L, 0L))
PROBE(trace_victim, CALL(SYS_ptrace, 0x4206L /* PTRACE_SEIZE: does not stop it */, v.pid, 0L, 0L))
static char scratch[64];
PROBE(read_victim, CALL(SYS_process_vm_readv, v.pid, &(struct iovec){scratch, 8}, 1L, &(struct iovec){(void *)0x400000, 8}, 1L, 0L))
PROBE(write_victim, CALL(SYS_process_vm_writev, v.pid, &(struct iovec){scratch, 0}, 1L, &(struct iovec){(void *)0x400000, 0}, 1L, 0L))
PROBE(signal_victim, CALL(SYS_kill, v.pid, 0))
PROBE(signal_everybody, CALL(SYS_kill, -1, 0))
PROBE(signal_thread, CALL(SYS_tkill, v.pid, 0))
PROBE(signal_thread_of_victim, CALL(SYS_tgkill, v.pid, v.pid, 0))
PROBE(signal_with_value, CALL(SYS_rt_sigqueueinfo, v.pid, 0, (char[128]){0}))
PROBE(hold_victim, CALL(SYS_pidfd_open, v.pid, 0))
PROBE(signal_by_descriptor, CALL(SYS_pidfd_send_signal, 0, 0, 0L, 0))
PROBE(take_descriptor, CALL(SYS_pidfd_getfd, 0, 0, 0))
PROBE(advise_victim, CALL(SYS_process_madvise, 0, &(struct iovec){scratch, 8}, 1L, 21L, 0L))
PROBE(reap_victim, CALL(SYS_process_mrelease, 0, 0))
PROBE(compare_victim, CALL(SYS_kcmp, (long)getpid(), v.pid, 0, 0L, 0L))
PROBE(wait_for_anybody, CALL(SYS_wait4, -1, 0L, WNOHANG, 0L))
PROBE(join_group_of_victim, CALL(SYS_setpgid, 0, v.pid))
PROBE(new_session, CALL(SYS_setsid))
PROBE(see_group_of_victim, CALL(SYS_getpgid, v.pid))
PROBE(see_session_of_victim, CALL(SYS_getsid, v.pid))
PROBE(see_priority_of_victim, CALL(SYS_getpriority, PRIO_PROCESS, v.pid))
PROBE(change_priority_of_victim, CALL(SYS_setpriority, PRIO_PROCESS, v.pid, 19))
PROBE(raise_own_priority, CALL(SYS_setpriority, PRIO_PROCESS, 0, -5))
PROBE(see_processors_of_victim, CALL(SYS_sched_getaffinity, v.pid, 8L, (long[1]){0}))
PROBE(pin_victim, CALL(SYS_sched_setaffinity, v.pid, 8L, (long[1]){1}))
PROBE(pin_itself, CALL(SYS_sched_setaffinity, 0, 8L, (long[1]){1}))
PROBE(become_real_time, CALL(SYS_sched_setscheduler, 0, SCHED_FIFO, (int[1]){1}))
PROBE(see_scheduler_of_victim, CALL(SYS_sched_getscheduler, v.pid))
PROBE(change_io_priority, CALL(SYS_ioprio_set, 1, v.pid, 0x6000))
PROBE(see_limits_of_victim, CALL(SYS_prlimit64, v.pid, RLIMIT_DATA, 0L, (long[2]){0}))
PROBE(change_limits_of_victim, CALL(SYS_prlimit64, v.pid, RLIMIT_CORE, (long[2]){0, 0}, 0L))
PROBE(raise_memory_limit, CALL(SYS_prlimit64, 0, RLIMIT_DATA, (long[2]){-1, -1}, 0L))
PROBE(raise_descriptor_limit_old_call, CALL(SYS_setrlimit, RLIMIT_NOFILE, (long[2]){4096, 4096}))
PROBE(see_locks_of_victim, CALL(SYS_get_robust_list, v.pid, (long[1]){0}, (long[1]){0}))
PROBE(move_pages_of_victim, CALL(SYS_move_pages, v.pid, 0L, 0L, 0L, 0L, 0))
PROBE(migrate_victim, CALL(SYS_migrate_pages, v.pid, 8L, (long[1]){1}, (long[1]){1}))
PROBE(outlive_parent, CALL(SYS_prctl, 1, 0, 0, 0, 0))
PROBE(be_dumpable, CALL(SYS_prctl, 4, 1, 0, 0, 0))
PROBE(let_others_trace, CALL(SYS_prctl, 0x59616d61, -1L, 0, 0, 0))
PROBE(be_subreaper, CALL(SYS_prctl, 36, 1, 0, 0, 0))
PROBE(move_own_memory_map, CALL(SYS_prctl, 35, 6, 0, 0, 0))
PROBE(share_core, CALL(SYS_prctl, 62, 2, v.pid, 0, 0))
PROBE(alarm_clock, CALL(SYS_setitimer, 0, (long[4]){0}, 0L))
PROBE(timer, CALL(SYS_timer_create, 0, 0L, (long[1]){0}))
PROBE(handle_signals, CALL(SYS_rt_sigaction, SIGUSR2, 0L, (char[64]){0}, 8L))
PROBE(signals_by_descriptor, CALL(SYS_signalfd4, -1, (long[1]){0}, 8L, 0))

#define P(name) {#name, name}
const probe PROCESSES[] = {{"fork", fork_}, P(clone_process), P(clone_new_user), P(clone_new_way), P(clone_untraced), P(clone_thread), P(execute_shell),
  P(execute_by_descriptor), P(execute_own_program), P(execute_old_pointer), P(execute_from_memory), P(new_user_namespace), P(new_network), P(new_mounts),
  P(join_namespace), P(be_traced), P(trace_victim), P(read_victim), P(write_victim), P(signal_victim), P(signal_everybody), P(signal_thread),
  P(signal_thread_of_victim), P(signal_with_value), P(hold_victim), P(signal_by_descriptor), P(take_descriptor), P(advise_victim), P(reap_victim), P(compare_victim),
  P(wait_for_anybody), P(join_group_of_victim), P(new_session), P(see_group_of_victim), P(see_session_of_victim), P(see_priority_of_victim),
  P(change_priority_of_victim), P(raise_own_priority), P(see_processors_of_victim), P(pin_victim), P(pin_itself), P(become_real_time), P(see_scheduler_of_victim),
  P(change_io_priority), P(see_limits_of_victim), P(change_limits_of_victim), P(raise_memory_limit), P(raise_descriptor_limit_old_call), P(see_locks_of_victim),
  P(move_pages_of_victim), P(migrate_victim), P(outlive_parent), P(be_dumpable), P(let_others_trace), P(be_subreaper), P(move_own_memory_map), P(share_core),
  P(alarm_clock), P(timer), P(handle_signals), P(signals_by_descriptor), {0, 0}};
