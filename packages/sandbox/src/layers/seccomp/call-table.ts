/** The system calls of one processor: what filters and launchers are written for. */
export interface CallTable {
  readonly numbers: ReadonlyMap<string, number>;
  /** What the kernel says of a call made this processor's 64-bit way: AUDIT_ARCH_* of linux/audit.h. */
  readonly architecture: number;
}

/** @param runs - each run of names begins at its key, and the next name has the next number. */
export function callTable(runs: Readonly<Record<number, string>>, architecture: number): CallTable {
  const rows = Object.entries(runs).flatMap(([first, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name, index) => [name, Number(first) + index] as const),
  );
  return { numbers: new Map(rows), architecture };
}

/** From 424 on, all processors number alike. @see scripts/syscall.tbl of Linux 6.15 */
export const SINCE_424 = `
    pidfd_send_signal io_uring_setup io_uring_enter io_uring_register open_tree move_mount fsopen fsconfig fsmount fspick pidfd_open clone3
    close_range openat2 pidfd_getfd faccessat2 process_madvise epoll_pwait2 mount_setattr quotactl_fd landlock_create_ruleset landlock_add_rule
    landlock_restrict_self memfd_secret process_mrelease futex_waitv set_mempolicy_home_node cachestat fchmodat2 map_shadow_stack futex_wake
    futex_wait futex_requeue statmount listmount lsm_get_self_attr lsm_set_self_attr lsm_list_modules mseal setxattrat getxattrat listxattrat
    removexattrat open_tree_attr`;
