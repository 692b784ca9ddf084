/* Files, names, mounts, devices, descriptors. */
#include "probe.h"
#include <linux/fs.h>
#include <sys/stat.h>
#include <stdio.h>

#define HERE AT_FDCWD
static const char NAME[] = "/tmp/horngate-probe";

static long at_proc(victim v, const char *leaf, int flags) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%ld/%s", v.pid, leaf);
  return CALL(SYS_openat, HERE, path, flags, 0);
}

PROBE(open_users, CALL(SYS_openat, HERE, "/etc/passwd", O_RDONLY, 0))
PROBE(open_users_old_call, CALL(SYS_open, "/etc/passwd", O_RDONLY, 0))
PROBE(open_root, CALL(SYS_openat, HERE, "/", O_RDONLY | O_DIRECTORY, 0))
/* Landlock lets anybody have a handle that can neither be read nor listed. */
PROBE(open_handle_only, CALL(SYS_openat, HERE, "/", O_PATH, 0))
PROBE(open_with_options, CALL(SYS_openat2, HERE, "/etc/passwd", (uint64_t[3]){O_RDONLY, 0, 0}, 24))
PROBE(open_own_memory, CALL(SYS_openat, HERE, "/proc/self/mem", O_RDWR, 0))
PROBE(open_victim_environment, at_proc(v, "environ", O_RDONLY))
PROBE(open_victim_memory, at_proc(v, "mem", O_RDWR))
PROBE(open_victim_maps, at_proc(v, "maps", O_RDONLY))
PROBE(open_victim_status, at_proc(v, "status", O_RDONLY))
PROBE(open_core_pattern, CALL(SYS_openat, HERE, "/proc/sys/kernel/core_pattern", O_WRONLY, 0))
PROBE(open_page_flags, CALL(SYS_openat, HERE, "/proc/kpageflags", O_RDONLY, 0))
PROBE(open_terminal, CALL(SYS_openat, HERE, "/dev/tty", O_RDWR, 0))
PROBE(open_kvm, CALL(SYS_openat, HERE, "/dev/kvm", O_RDWR, 0))
PROBE(open_fuse, CALL(SYS_openat, HERE, "/dev/fuse", O_RDWR, 0))
PROBE(open_shared_folder, CALL(SYS_openat, HERE, "/dev/shm/horngate-probe", O_RDWR | O_CREAT, 0600))
PROBE(make_file, CALL(SYS_openat, HERE, NAME, O_WRONLY | O_CREAT, 0600))
PROBE(make_file_old_call, CALL(SYS_creat, NAME, 0600))
PROBE(make_nameless_file, CALL(SYS_openat, HERE, "/tmp", O_RDWR | O_TMPFILE, 0600))
PROBE(make_folder, CALL(SYS_mkdir, "/tmp/horngate-probe-folder", 0700))
PROBE(make_link, CALL(SYS_symlink, "/etc/passwd", "/tmp/horngate-probe-link"))
PROBE(make_hard_link, CALL(SYS_linkat, HERE, "/etc/passwd", HERE, "/tmp/horngate-probe-hard", 0))
PROBE(make_device, CALL(SYS_mknod, "/tmp/horngate-probe-device", S_IFCHR | 0600, 0x103))
PROBE(make_pipe_by_name, CALL(SYS_mknodat, HERE, "/tmp/horngate-probe-pipe", S_IFIFO | 0600, 0))
PROBE(rename_file, CALL(SYS_rename, NAME, "/tmp/horngate-probe-2"))
PROBE(remove_file, CALL(SYS_unlink, NAME))
PROBE(empty_file, CALL(SYS_truncate, NAME, 0L))
PROBE(change_mode, CALL(SYS_chmod, "/tmp", 0777))
PROBE(change_owner, CALL(SYS_chown, "/tmp", 65534, 65534))
PROBE(change_times, CALL(SYS_utimensat, HERE, "/tmp", 0, 0))
PROBE(read_attribute, CALL(SYS_getxattr, "/", "user.x", 0, 0))
PROBE(write_attribute, CALL(SYS_setxattr, "/tmp", "user.x", "x", 1, 0))
PROBE(look_at_file, CALL(SYS_newfstatat, HERE, "/etc/passwd", (char[256]){0}, 0))
PROBE(look_at_file_system, CALL(SYS_statfs, "/", (char[256]){0}))
PROBE(read_own_path, CALL(SYS_readlink, "/proc/self/exe", (char[256]){0}, 256))
PROBE(test_access, CALL(SYS_access, "/etc/passwd", R_OK))
PROBE(change_folder, CALL(SYS_chdir, "/etc"))
PROBE(change_root, CALL(SYS_chroot, "/tmp"))
PROBE(pivot_root_, CALL(SYS_pivot_root, "/tmp", "/tmp"))
PROBE(mount_proc, CALL(SYS_mount, "proc", "/tmp", "proc", 0L, 0L))
PROBE(unmount, CALL(SYS_umount2, "/horngate-nothing-is-here", 0))
PROBE(mount_new_way, CALL(SYS_fsopen, "tmpfs", 0))
PROBE(clone_mounts, CALL(SYS_open_tree, HERE, "/", 1))
PROBE(move_mount_, CALL(SYS_move_mount, HERE, "/horngate-nothing-is-here", HERE, "/tmp", 0))
PROBE(watch_files, CALL(SYS_inotify_init1, 0))
PROBE(watch_mounts, CALL(SYS_fanotify_init, 0, 0))
PROBE(name_by_handle, CALL(SYS_name_to_handle_at, HERE, "/", (int[40]){128}, (int[1]){0}, 0))
PROBE(open_by_handle, CALL(SYS_open_by_handle_at, HERE, (int[40]){8}, O_RDONLY))
PROBE(copy_between_descriptors, CALL(SYS_copy_file_range, 0, 0L, 1, 0L, 1L, 0))
PROBE(splice_descriptors, CALL(SYS_splice, 0, 0L, 1, 0L, 0L, 0))
PROBE(send_file, CALL(SYS_sendfile, 1, 0, 0L, 0L))
PROBE(copy_descriptor, CALL(SYS_dup2, 0, 60))
PROBE(type_into_terminal, CALL(SYS_ioctl, 0, 0x5412L, "x"))
PROBE(type_into_terminal_high_bits, CALL(SYS_ioctl, 0, 0x100005412L, "x"))
PROBE(paste_into_console, CALL(SYS_ioctl, 0, 0x541CL, (char[1]){3}))
PROBE(count_waiting_bytes, CALL(SYS_ioctl, 0, 0x541BL, (int[1]){0}))
PROBE(clone_file, CALL(SYS_ioctl, 0, FICLONE, 0L))
PROBE(own_signals_of_descriptor, CALL(SYS_fcntl, 0, F_SETOWN, v.pid))
PROBE(lock_file, CALL(SYS_flock, 0, 6))
PROBE(lock_range, CALL(SYS_fcntl, 0, F_SETLK, &(struct flock){.l_type = F_RDLCK}))
PROBE(lease_file, CALL(SYS_fcntl, 0, F_SETLEASE, F_RDLCK))
PROBE(grow_pipe, CALL(SYS_fcntl, 0, F_SETPIPE_SZ, 1 << 20))
PROBE(write_all_to_disk, CALL(SYS_sync))
PROBE(read_ahead, CALL(SYS_readahead, 0, 0L, 4096L))

#define P(name) {#name, name}
const probe FILES[] = {P(open_users), P(open_users_old_call), P(open_root), P(open_handle_only), P(open_with_options), P(open_own_memory), P(open_victim_environment),
  P(open_victim_memory), P(open_victim_maps), P(open_victim_status), P(open_core_pattern), P(open_page_flags), P(open_terminal), P(open_kvm), P(open_fuse),
  P(open_shared_folder), P(make_file), P(make_file_old_call), P(make_nameless_file), P(make_folder), P(make_link), P(make_hard_link), P(make_device),
  P(make_pipe_by_name), P(rename_file), P(remove_file), P(empty_file), P(change_mode), P(change_owner), P(change_times), P(read_attribute), P(write_attribute),
  P(look_at_file), P(look_at_file_system), P(read_own_path), P(test_access), P(change_folder), P(change_root), {"pivot_root", pivot_root_}, P(mount_proc), P(unmount),
  P(mount_new_way), P(clone_mounts), {"move_mount", move_mount_}, P(watch_files), P(watch_mounts), P(name_by_handle), P(open_by_handle), P(copy_between_descriptors),
  P(splice_descriptors), P(send_file), P(copy_descriptor), P(type_into_terminal), P(type_into_terminal_high_bits), P(paste_into_console), P(count_waiting_bytes),
  P(clone_file), P(own_signals_of_descriptor), P(lock_file), P(lock_range), P(lease_file), P(grow_pipe), P(write_all_to_disk), P(read_ahead), {0, 0}};
